// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "mpdisc/address.h"
#include "platform/udp_socket.h"

namespace mpdisc::test {

/// A socket that exists only in memory. Tests use it in the systems that they give to
/// runtime::ProviderDriver.
struct MemorySocket {
    struct Arrived {
        Endpoint from;
        IpAddress to;
        std::uint32_t if_index = 0;
        bool is_link_broadcast = false;
        std::vector<std::uint8_t> bytes;
        bool is_to_all = false;
    };
    /// The datagrams of the last receive().
    struct Batch {
        std::vector<Arrived> taken;

        void release() {}
    };

    /// 0 if the socket is closed.
    std::uint16_t port = 0;
    std::deque<Arrived> queue;
    std::deque<Endpoint> refusals;
    /// Called for each datagram; returns false if the system refuses it.
    std::function<bool(const platform::DatagramToSend&)> send_one;

    void open(std::uint16_t at_port) {
        close();
        port = at_port;
    }
    void close() {
        port = 0;
        queue.clear();
        refusals.clear();
    }

    [[nodiscard]] bool is_open() const { return port != 0; }
    [[nodiscard]] bool is_readable() const { return !queue.empty() || !refusals.empty(); }

    [[nodiscard]] std::size_t receive(Batch& batch, std::span<platform::ReceivedDatagram> out) {
        batch.taken.clear();
        for (; batch.taken.size() < out.size() && !queue.empty(); queue.pop_front()) {
            const Arrived& taken = batch.taken.emplace_back(std::move(queue.front()));
            platform::ReceivedDatagram& datagram = out[batch.taken.size() - 1];
            datagram = {taken.from, taken.to, taken.if_index, taken.is_link_broadcast, taken.bytes};
            datagram.is_to_all = taken.is_to_all;
        }
        return batch.taken.size();
    }
    [[nodiscard]] bool next_refused(Endpoint& to) {
        if (refusals.empty()) return false;
        to = refusals.front();
        refusals.pop_front();
        return true;
    }
    [[nodiscard]] std::size_t send(std::span<platform::DatagramToSend> datagrams) const {
        std::size_t sent = 0;
        for (platform::DatagramToSend& each : datagrams) {
            each.is_sent = send_one(each);
            sent += each.is_sent ? 1 : 0;
        }
        return sent;
    }
};

}  // namespace mpdisc::test
