// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mpdisc/types.h"
#include "tests/bench/support/udp.h"

namespace mpdisc::bench {

/// What a server did while it had always something to do.
struct FloodRun {
    /// Answers a second of the clock.
    double rate = 0;
    /// Answers a second of its processor time, which is not bounded by how fast the client is.
    double rate_of_processor = 0;
    /// How much of the time it was busy, in percent.
    double busy = 0;
    std::uint64_t lost = 0;
};

/// A client that keeps so many requests waiting at a server of this host that it never runs out of
/// them, and not so many that the kernel drops some. It never sleeps itself, so that the server is
/// not charged for waking it.
class Flood {
   public:
    explicit Flood(std::uint16_t port);

    [[nodiscard]] FloodRun run(pid_t server, TimeUs duration_us);
    /// The size of an answer; 0 where none comes.
    [[nodiscard]] std::size_t answer_size();
    [[nodiscard]] static std::size_t request_size();

   private:
    void send(std::size_t count);
    [[nodiscard]] std::size_t take_answers();

    LoopbackSocket socket_;
    std::vector<std::vector<std::uint8_t>> requests_;
    std::uint64_t transaction_ = 0;
};

}  // namespace mpdisc::bench
