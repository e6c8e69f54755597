// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mpdisc/types.h"
#include "tests/bench/support/udp.h"

namespace mpdisc::bench {

/// A server's performance under requests at the highest rate of the client.
struct FloodRun {
    /// Answers per second of real time.
    double rate = 0;
    /// The server's processor time in percent of real time.
    double busy = 0;
    std::uint64_t lost = 0;
};

/// A client on loopback. It keeps enough requests waiting at a server that the server does not run
/// out of them, but not so many that the kernel drops some. The client never sleeps, so that waking
/// it costs the server nothing.
class Flood {
   public:
    explicit Flood(std::uint16_t port);

    [[nodiscard]] FloodRun run(pid_t server, TimeUs duration_us);
    /// Answers per second of the server's processor time while requests are always waiting. For
    /// each of `bursts`, stops the server, fills its receive buffer, and lets it go on. Otherwise a
    /// server that is faster than its client would also pay for sleeping and waking. The server
    /// must be a child of this process.
    [[nodiscard]] double rate_of_processor(pid_t server, int bursts);
    /// The size of an answer; 0 if none comes.
    [[nodiscard]] std::size_t answer_size();
    [[nodiscard]] static std::size_t request_size();

   private:
    void send(std::size_t count);
    [[nodiscard]] std::size_t receive_answers();
    /// Receives `count` answers, or fewer if one takes too long; returns their number.
    std::size_t await_answers(std::size_t count);

    LoopbackSocket socket_;
    std::vector<std::vector<std::uint8_t>> requests_;
    std::uint64_t transaction_ = 0;
};

}  // namespace mpdisc::bench
