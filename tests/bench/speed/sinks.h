// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/bench/support/udp.h"

namespace mpdisc::bench {

/// Sockets that registered with this host's primary as secondaries of one service each, and take
/// what it sends them without a word. Nobody sleeps at them, so that their sender is not charged
/// for waking anybody: what it takes is its own work and the kernel's delivery.
class Sinks {
   public:
    explicit Sinks(std::size_t count) : sockets_(count) {}

    /// False where the primary does not acknowledge in time.
    [[nodiscard]] bool register_all();
    [[nodiscard]] std::vector<std::uint16_t> ports() const;
    /// The size of the notification that comes next; 0 where none comes.
    [[nodiscard]] std::size_t notification_size() const;
    /// Takes notifications until each socket has got one, but no longer than a while. Returns how
    /// many came. Without `is_primary` all datagrams count, else just notifications.
    [[nodiscard]] std::size_t take(bool is_primary) const;

   private:
    std::vector<LoopbackSocket> sockets_;
};

}  // namespace mpdisc::bench
