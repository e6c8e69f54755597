// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "mpdisc/address.h"
#include "mpdisc/types.h"

namespace mpdisc::sim {

class Program;

struct Packet {
    Endpoint from;
    Endpoint to;
    /// The interface by which it leaves or has arrived.
    std::uint32_t if_index = 0;
    /// Sent to a broadcast address.
    bool is_to_all = false;
    /// Shared by all copies of a broadcast.
    std::shared_ptr<const std::vector<std::uint8_t>> payload;

    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return *payload; }
};

/// A socket as the kernel keeps it, with the datagrams that its owner has not read yet.
struct Socket {
    static constexpr std::size_t queue_max = 256;

    explicit Socket(Program& opened_by) : owner(opened_by) {}

    Program& owner;
    /// 0 if closed.
    std::uint16_t port = 0;
    TimeUs bound_us = 0;
    /// For how long the port was free before; never_us if it was never used.
    TimeUs was_free_us = never_us;
    std::uint32_t user = 0;
    bool allows_takeover = false;
    /// The only sender that the kernel lets through. Without a port, every sender gets through.
    Endpoint only_from;
    /// Its owner is told of datagrams that another host has refused, too.
    bool hears_other_hosts_refuse = false;
    /// Destinations of refused datagrams: no socket had that port.
    std::deque<Endpoint> refusals;
    std::deque<Packet> queue;
    /// How many datagrams arrived while the queue was full.
    std::uint64_t dropped = 0;

    [[nodiscard]] bool accepts_from(const Endpoint& from) const {
        return only_from.port == 0 || only_from == from;
    }
    [[nodiscard]] bool is_open() const { return port != 0; }
    [[nodiscard]] bool is_readable() const { return !queue.empty() || !refusals.empty(); }
};

}  // namespace mpdisc::sim
