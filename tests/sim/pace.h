// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc::sim {

/// How long everything takes, in runs that are about time. The figures are a small machine's on a
/// wired LAN: 1,000 processes of a host that each read a datagram and answer it take 15 ms, and a
/// client reads 200,000 datagrams a second, when its queue is full and it has nothing else to do.
struct Pace {
    // --- A host's processes take turns, in the order in which they could.

    unsigned processors = 1;
    /// Until another process runs than the last time.
    TimeUs switch_us = 6;
    /// For each datagram that a process takes from its socket, and all that comes of it.
    TimeUs receive_us = 5;
    TimeUs send_us = 4;
    /// A turn takes no more from one socket; as a real one takes them (platform::ReceiveBatch).
    int datagrams_per_turn = 16;

    /// Now and then, so often on the average, all processors are somebody else's for a while.
    TimeUs stall_gap_us = 1'000'000;
    TimeUs stall_max_us = 10'000;

    // --- The networks ---

    TimeUs lo_latency_us = 1;
    /// Each host is so far from the switch; from one to another it is the sum.
    TimeUs lan_distance_min_us = 50;
    TimeUs lan_distance_max_us = 125;
    /// On top of that, for each datagram anew: those that follow closely overtake each other.
    TimeUs lan_jitter_us = 50;
    /// What a slow datagram takes longer, at most.
    TimeUs slow_max_us = 5'000;
    /// Of a million: what is lost on the way from the sender to the switch, for all at once, and
    /// from the switch to each receiver.
    std::uint64_t side_loss_ppm = 0;
};

/// The loss on each side of the switch with which so many datagrams are lost on the whole way.
[[nodiscard]] std::uint64_t side_loss_ppm(std::uint64_t loss_permille);

}  // namespace mpdisc::sim
