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

/// The services that one client can find. No provider starts or stops during the search.
struct Search {
    std::string_view name;
    unsigned hosts = 1;
    /// `odd`: the offer of the first host, the third one and so on. `even`: of the others.
    Offer odd;
    Offer even;
    /// The client runs on the first host and asks only that host. Else it runs on a host of its
    /// own.
    bool is_local = false;
};

/// What the LAN does to requests and answers, and how long the client waits.
struct Conditions {
    /// Lost datagrams of a thousand, each way.
    std::uint64_t loss_permille = 0;
    /// The LAN doubles datagrams and changes their order.
    bool is_disturbed = false;
    std::uint32_t timeout_ms = 1'000;
};

struct SearchResult {
    /// Empty unless the run itself failed.
    std::string failure;
    ProbeOutcome outcome = ProbeOutcome::running;
    std::size_t wanted = 0;
    /// Each service counts once.
    std::size_t found = 0;
    std::size_t found_twice = 0;
    /// When the last service came, and when the client ended, since its start.
    TimeUs last_new_us = 0;
    TimeUs ended_us = 0;
    /// Without the requests of a client of the LAN to its own host.
    std::uint64_t requests = 0;
    std::uint64_t request_bytes = 0;
    std::uint64_t answers = 0;
    std::uint64_t answer_bytes = 0;
    /// Datagrams lost because the queue of a socket was full.
    std::uint64_t client_drops = 0;
    std::uint64_t host_drops = 0;
    std::uint64_t trace_hash = 0;
};

/// One run. The same seed gives the same run. The trace begins with the client. It gives the begin
/// of a turn as the time of all that a process does in that turn.
[[nodiscard]] SearchResult run_search(std::uint64_t seed, const Search& search,
                                      const Conditions& conditions, bool prints_trace);

}  // namespace mpdisc::sim
