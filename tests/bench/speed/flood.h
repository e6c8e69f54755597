// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mpdisc/types.h"
#include "tests/bench/support/udp.h"

namespace mpdisc::bench {

/// What a server did while requests came as fast as the client could send them.
struct FloodRun {
    /// Answers a second of the clock.
    double rate = 0;
    /// How much of the time it was busy, in percent.
    double busy = 0;
    std::uint64_t lost = 0;
};

/// A client on loopback that keeps so many requests waiting at a server that it should not run out
/// of them, and not so many that the kernel drops some. It never sleeps itself, so that the server
/// is not charged for waking it.
class Flood {
   public:
    explicit Flood(std::uint16_t port);

    [[nodiscard]] FloodRun run(pid_t server, TimeUs duration_us);
    /// Answers a second of the server's processor time, when it surely always has a request to
    /// take: it is stopped, its receive buffer filled, and it goes on, so many times. A server that
    /// is faster than its client sleeps and wakes for each request, and pays for that. The server
    /// is a child of this process.
    [[nodiscard]] double rate_of_processor(pid_t server, int bursts);
    /// The size of an answer; 0 where none comes.
    [[nodiscard]] std::size_t answer_size();
    [[nodiscard]] static std::size_t request_size();

   private:
    void send(std::size_t count);
    [[nodiscard]] std::size_t take_answers();
    /// Takes so many, but waits no longer for one than a while. How many came.
    std::size_t await_answers(std::size_t count);

    LoopbackSocket socket_;
    std::vector<std::vector<std::uint8_t>> requests_;
    std::uint64_t transaction_ = 0;
};

}  // namespace mpdisc::bench
