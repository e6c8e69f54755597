// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mpdisc/found_service.h"
#include "mpdisc/types.h"

namespace mpdisc::sim {

/// What one host offers.
struct Offer {
    unsigned processes = 1;
    /// Of each process.
    unsigned services = 1;
};

/// What is there for one client to find. Nobody comes or goes.
struct Search {
    std::string_view name;
    unsigned hosts = 1;
    /// Of the first host, the third and so on; of the second, the fourth and so on.
    Offer odd;
    Offer even;
    /// The client runs on the first host, and asks that one alone; else on a host of its own.
    bool is_local = false;
};

/// What the LAN does to the client's request and to the answers, and how long the client waits.
struct Conditions {
    /// Of a thousand datagrams, on the way there and on the way back.
    std::uint64_t loss_permille = 0;
    /// Datagrams are doubled, and overtake each other.
    bool is_disturbed = false;
    std::uint32_t timeout_ms = 1'000;
};

struct SearchResult {
    /// Not empty where something went wrong that has nothing to do with how much was found.
    std::string failure;
    ProbeOutcome outcome = ProbeOutcome::running;
    std::size_t wanted = 0;
    /// Each counted once.
    std::size_t found = 0;
    std::size_t found_twice = 0;
    /// Since the client's start: until the last service came, until the client ended.
    TimeUs last_new_us = 0;
    TimeUs ended_us = 0;
    /// Without what a client of the LAN asks its own host.
    std::uint64_t requests = 0;
    std::uint64_t request_bytes = 0;
    std::uint64_t answers = 0;
    std::uint64_t answer_bytes = 0;
    /// For want of room in a socket's queue.
    std::uint64_t client_drops = 0;
    std::uint64_t host_drops = 0;
    std::uint64_t trace_hash = 0;
};

/// One run, under the same seed always the same. The trace begins with the client.
/// What a process does in one turn stands there at the turn's beginning.
[[nodiscard]] SearchResult run_search(std::uint64_t seed, const Search& search,
                                      const Conditions& conditions, bool prints_trace);

}  // namespace mpdisc::sim
