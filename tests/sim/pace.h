// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::sim {

/// The duration of each operation, in runs that measure time. The figures model a small machine on
/// a wired LAN: 1,000 processes that each read and answer one datagram take 15 ms, and a client
/// with a full queue reads 200,000 datagrams a second.
struct Pace {
    // --- Processes: they take turns, in the order in which they became ready ---

    unsigned processors = 1;
    /// A switch to another process than the last one.
    TimeUs switch_us = 6;
    /// For each datagram that a process reads, with the work that follows from it.
    TimeUs receive_us = 5;
    TimeUs send_us = 4;

    /// From time to time other work takes all processors: the mean gap, and the longest stall.
    TimeUs stall_gap_us = 1'000'000;
    TimeUs stall_max_us = 10'000;

    // --- The networks ---

    TimeUs lo_latency_us = 1;
    /// The latency from a host to the switch. The latency between two hosts is the sum of both.
    TimeUs lan_distance_min_us = 50;
    TimeUs lan_distance_max_us = 125;
    /// Added at random to each datagram, so that datagrams in quick succession overtake each other.
    TimeUs lan_jitter_us = 50;
    /// The greatest extra latency of a slow datagram.
    TimeUs slow_max_us = 5'000;
    /// How many of a million datagrams are lost on each side of the switch. A loss between the
    /// sender and the switch affects all receivers; a loss behind the switch affects one.
    std::uint64_t side_loss_ppm = 0;
};

/// The loss on each side of the switch that adds up to `loss_permille` on the whole way.
[[nodiscard]] std::uint64_t side_loss_ppm(std::uint64_t loss_permille);

}  // namespace mpdisc::sim
