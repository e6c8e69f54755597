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
    /// The interface it goes out or has come in by.
    std::uint32_t if_index = 0;
    /// Shared by all copies, which a broadcast makes many of.
    std::shared_ptr<const std::vector<std::uint8_t>> payload;

    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return *payload; }
};

/// A socket as its kernel keeps it: what came stays until its owner takes it.
struct Socket {
    static constexpr std::size_t queue_max = 256;

    explicit Socket(Program& opened_by) : owner(opened_by) {}

    Program& owner;
    /// 0: closed.
    std::uint16_t port = 0;
    TimeUs bound_us = 0;
    /// For how long nobody had the port before.
    TimeUs was_free_us = never_us;
    std::uint32_t user = 0;
    bool allows_takeover = false;
    /// The only one that the kernel lets send to it; no port: anybody.
    Endpoint only_from;
    /// Where datagrams went that nobody listened for.
    std::deque<Endpoint> refusals;
    std::deque<Packet> queue;
    /// How many came while it was full.
    std::uint64_t dropped = 0;

    [[nodiscard]] bool accepts_from(const Endpoint& from) const {
        return only_from.port == 0 || only_from == from;
    }
    [[nodiscard]] bool is_open() const { return port != 0; }
    [[nodiscard]] bool is_readable() const { return !queue.empty() || !refusals.empty(); }
};

}  // namespace mpdisc::sim
