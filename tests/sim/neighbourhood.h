// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "mpdisc/types.h"

namespace mpdisc::sim {

/// Many hosts on one link, with one provider each.
struct NeighbourhoodSetup {
    unsigned hosts = 1;
    /// Lost datagrams of a thousand, for each receiver.
    std::uint64_t loss_permille = 0;
};

/// The messages about hosts, told apart by what they are for.
enum class HostMessage : std::uint8_t {
    announcement,
    /// Asks all hosts to announce themselves.
    query,
    question,
    answer,
    list_request,
    list,
};
inline constexpr std::size_t host_message_count = 6;

/// The datagrams of all hosts on the link, without loopback and without a host's own copies.
struct HostTraffic {
    struct Sum {
        std::uint64_t datagrams = 0;
        std::uint64_t bytes = 0;
    };
    std::array<Sum, host_message_count> sent{};
    std::array<Sum, host_message_count> received{};
    /// The most datagrams that one host has sent in a second.
    std::uint64_t second_max = 0;

    [[nodiscard]] static Sum total(const std::array<Sum, host_message_count>& of);
};

/// How long it took each host to learn something.
struct Latency {
    TimeUs median_us = 0;
    TimeUs max_us = 0;
};

struct NeighbourhoodResult {
    /// Empty unless a check has failed.
    std::string failure;
    /// From the time when the first host is switched on, until each knows all others.
    Latency all_know_all;
    /// Until a host that is switched on later knows all others, and they know it.
    TimeUs newcomer_knows_us = 0;
    Latency newcomer_known;
    /// Until all know of a new service.
    Latency change_known;
    /// Until all have removed a host that lost its power.
    Latency forgotten;
    /// After the link was in two halves for five minutes: until all know all again.
    Latency healed;
    HostTraffic first_minute;
    /// The traffic of `rest_minutes` without any event.
    HostTraffic rest;
    static constexpr unsigned rest_minutes = 2;
    std::size_t entries = 0;
    std::size_t table_bytes = 0;
    /// The simulator's processor time for the whole run.
    double cpu_s = 0;
    double rest_cpu_s = 0;
    std::uint64_t drops = 0;
    std::uint64_t trace_hash = 0;
};

/// One run. The same seed gives the same run.
[[nodiscard]] NeighbourhoodResult run_neighbourhood(std::uint64_t seed,
                                                    const NeighbourhoodSetup& setup,
                                                    bool prints_trace);

}  // namespace mpdisc::sim
