// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/sim/neighbourhood.h"

namespace mpdisc::sim {

/// Many watches on one link with many hosts. Each watch has a host of its own. Each of the other
/// hosts has two providers.
struct WatchLoadSetup {
    unsigned hosts = 1;
    unsigned watches = 1;
    /// The services of each provider.
    unsigned services = 10;
    /// Lost datagrams of a thousand, for each receiver.
    std::uint64_t loss_permille = 0;
};

/// The messages of watches and to watches, told apart by what they are for.
enum class WatchMessage : std::uint8_t {
    announcement,
    /// Asks only for the roster.
    check,
    check_answer,
    /// Asks for a sketch of the services.
    comparison,
    comparison_answer,
    /// Asks for services.
    request,
    request_answer,
    /// About hosts.
    other,
};
inline constexpr std::size_t watch_message_count = 8;

/// The datagrams on the link, as they are sent.
struct WatchTraffic {
    std::array<HostTraffic::Sum, watch_message_count> sent{};

    [[nodiscard]] HostTraffic::Sum of(WatchMessage message) const {
        return sent[static_cast<std::size_t>(message)];
    }
};

struct WatchLoadResult {
    /// Empty unless a check has failed.
    std::string failure;
    /// From the start of the first watch until each lists all services, and the traffic until then.
    Latency first_picture;
    WatchTraffic first;
    /// The traffic of `rest_s` seconds without any event.
    WatchTraffic rest;
    static constexpr unsigned rest_s = 60;

    /// One event, until each watch has told it, with the traffic of the next `change_s` seconds.
    struct Change {
        const char* what = "";
        Latency told;
        WatchTraffic traffic;
    };
    static constexpr unsigned change_s = 4;
    enum What : std::uint8_t { added, changed, removed, secondary_died, primary_died, power_lost };
    std::array<Change, 6> changes{};
    /// The datagrams that full queues dropped.
    std::uint64_t drops = 0;
    /// The simulator's processor time for the whole run.
    double cpu_s = 0;
    std::uint64_t trace_hash = 0;
};

/// One run. The same seed gives the same run.
[[nodiscard]] WatchLoadResult run_watch_load(std::uint64_t seed, const WatchLoadSetup& setup,
                                             bool prints_trace);

}  // namespace mpdisc::sim
