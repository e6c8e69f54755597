// SPDX-License-Identifier: MIT
#include "tests/sim/network_socket.h"

#include "tests/sim/program.h"

namespace mpdisc::sim {

std::size_t NetworkSocket::receive(Batch& batch, std::span<platform::ReceivedDatagram> out) {
    batch.received.clear();
    for (; batch.received.size() < out.size() && !queue.empty(); queue.pop_front()) {
        const Packet& packet = batch.received.emplace_back(std::move(queue.front()));
        platform::ReceivedDatagram& read = out[batch.received.size() - 1];
        read = {packet.from, packet.to.address, packet.if_index, false, packet.bytes()};
        read.is_to_all = packet.is_to_all;
        if (owner.world.observer != nullptr) owner.world.observer->received(owner, packet);
        if (owner.world.profile.pace) owner.spend(owner.world.profile.pace->receive_us);
    }
    return batch.received.size();
}

bool NetworkSocket::next_refused(Endpoint& to) {
    if (refusals.empty()) return false;
    to = refusals.front();
    refusals.pop_front();
    return true;
}

std::size_t NetworkSocket::send(std::span<platform::DatagramToSend> datagrams) {
    std::size_t sent = 0;
    for (platform::DatagramToSend& each : datagrams) {
        const core::Route route{channel_, each.to, each.source, each.if_index, each.on_link_only};
        each.is_sent = network_.send(owner, port, {route, each.bytes});
        sent += each.is_sent ? 1 : 0;
    }
    return sent;
}

}  // namespace mpdisc::sim
