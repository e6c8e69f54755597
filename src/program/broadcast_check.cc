// SPDX-License-Identifier: MIT
#include "program/broadcast_check.h"

#include "mpdisc/limits.h"

namespace mpdisc {
namespace {

constexpr std::size_t datagram_size = 1;

}  // namespace

void BroadcastCheck::list() {
    if (!platform::list_interfaces({room_, {}}, list_)) list_ = {};
}

void BroadcastCheck::begin(TimeUs now_us) {
    // Other hosts hear the broadcasts, too. None of them listens for discovery there.
    const platform::UdpSocketOptions options{.avoided_port = limits::discovery_port_default};
    if (!batch_.create(datagram_size) || socket_.open(options) != platform::SocketError::none) {
        return;
    }
    end_us_ = now_us + duration_us;
    for (std::size_t n = 0; n < list_.addresses.size(); ++n) send(n);
}

void BroadcastCheck::send(std::size_t n) {
    const InterfaceAddress& entry = list_.addresses[n];
    const bool can_send = entry.address.family == Family::ipv4 &&
                          (entry.is_loopback || entry.broadcast.family == Family::ipv4);
    if (!can_send) return;
    const auto number = static_cast<std::uint8_t>(n);
    platform::DatagramToSend datagram;
    datagram.to = {entry.is_loopback ? entry.address : entry.broadcast, 0, socket_.port()};
    datagram.source = entry.address;
    datagram.if_index = entry.if_index;
    datagram.bytes = std::span(&number, datagram_size);
    if (socket_.send(std::span(&datagram, 1)) == 0) return;
    state_[n] = State::sent;
}

void BroadcastCheck::process() {
    if (!socket_.is_open()) return;
    std::array<platform::ReceivedDatagram, platform::ReceiveBatch::capacity> received;
    const std::size_t count = socket_.receive(batch_, received);
    for (const platform::ReceivedDatagram& each : std::span(received).first(count)) {
        const std::size_t n = each.bytes.empty() ? addresses_max : each.bytes[0];
        // Another host may send anything.
        if (n >= list_.addresses.size() || state_[n] != State::sent || each.truncated ||
            each.from.port != socket_.port() || each.from.address != list_.addresses[n].address) {
            continue;
        }
        state_[n] = State::arrived;
    }
}

}  // namespace mpdisc
