// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/bench/support/udp.h"

namespace mpdisc::bench {

/// Sockets that are registered with this host's primary as secondaries of one service each, and
/// receive without answering. No process sleeps on them, so that waking it costs the sender
/// nothing. The sender pays only for its own work and the kernel's delivery.
class Sinks {
   public:
    explicit Sinks(std::size_t count) : sockets_(count) {}

    /// False if the primary does not acknowledge in time.
    [[nodiscard]] bool register_all();
    [[nodiscard]] std::vector<std::uint16_t> ports() const;
    /// The size of the next notification; 0 if none comes.
    [[nodiscard]] std::size_t notification_size() const;
    /// Receives until each socket has a datagram, or time is up. Returns the number of datagrams;
    /// with `is_primary` only notifications count.
    [[nodiscard]] std::size_t receive(bool is_primary) const;

   private:
    std::vector<LoopbackSocket> sockets_;
};

}  // namespace mpdisc::bench
