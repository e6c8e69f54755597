// SPDX-License-Identifier: MIT
#include "tests/bench/speed/sinks.h"

#include <unistd.h>

#include <array>
#include <string>

#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "tests/bench/support/messages.h"

namespace mpdisc::bench {
namespace {

using wire::MessageType;

constexpr TimeUs patience_us = 1'000'000;

/// True if the datagram has this message type. `size` 0 means that there is no datagram.
bool is(MessageType type, std::span<const std::uint8_t> datagram, std::size_t size) {
    return size > 4 && datagram[4] == static_cast<std::uint8_t>(type);
}

bool register_one(const LoopbackSocket& socket, std::uint32_t number) {
    const EncodedService service("p" + std::to_string(number));
    wire::Registration registration;
    registration.transaction = number + 1;
    for (std::size_t n = 0; n < 4; ++n) {
        registration.provider.bytes[n] = static_cast<std::uint8_t>((number + 1) >> n * 8);
    }
    registration.process_id = static_cast<std::uint32_t>(getpid());
    registration.user_id = getuid();
    registration.services = service.list();
    std::array<std::uint8_t, 2048> bytes;
    const std::size_t size = wire::encode(registration, bytes);
    socket.send_to(limits::discovery_port_default, std::span(bytes).first(size));
    for (;;) {
        const std::size_t got = socket.receive(bytes, patience_us);
        if (got == 0) return false;
        if (is(MessageType::provider_registration_ack, bytes, got)) return true;
    }
}

}  // namespace

bool Sinks::register_all() {
    std::uint32_t number = 0;
    for (const LoopbackSocket& socket : sockets_) {
        if (!register_one(socket, number++)) return false;
    }
    return true;
}

std::vector<std::uint16_t> Sinks::ports() const {
    std::vector<std::uint16_t> ports;
    for (const LoopbackSocket& socket : sockets_) ports.push_back(socket.port());
    return ports;
}

std::size_t Sinks::notification_size() const {
    std::array<std::uint8_t, 2048> bytes;
    for (;;) {
        const std::size_t size = sockets_.back().receive(bytes, patience_us);
        if (size == 0 || is(MessageType::provider_notification, bytes, size)) return size;
    }
}

std::size_t Sinks::receive(bool is_primary) const {
    std::array<std::uint8_t, 16> head;
    const TimeUs end_us = monotonic_us() + patience_us;
    std::size_t taken = 0;
    for (const LoopbackSocket& socket : sockets_) {
        for (;;) {
            const std::size_t size = socket.receive(head, 0);
            if (size != 0 && (!is_primary || is(MessageType::provider_notification, head, size))) {
                ++taken;
                break;
            }
            if (size == 0 && monotonic_us() > end_us) break;
        }
    }
    return taken;
}

}  // namespace mpdisc::bench
