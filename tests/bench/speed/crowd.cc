// SPDX-License-Identifier: MIT
#include "tests/bench/speed/crowd.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "mpdisc/poll.h"
#include "tests/bench/speed/crowd_loop.h"
#include "tests/bench/support/programs.h"

namespace mpdisc::bench {
namespace {

/// Providers in a process. Each has five descriptors, so they stay well below a process's limit.
constexpr std::size_t a_process = 500;

/// Waits for one byte of each process.
bool await_all(int descriptor, std::size_t count, TimeUs until_us) {
    pollfd entry{descriptor, POLLIN, 0};
    while (count != 0) {
        const TimeUs now_us = monotonic_us();
        if (now_us >= until_us) return false;
        if (poll(&entry, 1, static_cast<int>((until_us - now_us) / 1000) + 1) != 1) continue;
        std::array<char, 64> bytes;
        const ssize_t got = read(descriptor, bytes.data(), bytes.size());
        if (got <= 0) return false;
        count -= std::min(static_cast<std::size_t>(got), count);
    }
    return true;
}

}  // namespace

TimeUs Crowd::start(std::size_t count, TimeUs patience_us) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return never_us;
    const TimeUs start_us = monotonic_us();
    for (std::size_t first = 0; first < count; first += a_process) {
        const pid_t process = start_process([&] {
            close(ends[0]);
            run_crowd(first, std::min(a_process, count - first), ends[1]);
        });
        if (process == 0) {
            close(ends[0]);
            close(ends[1]);
            return never_us;
        }
        processes_.push_back(process);
    }
    close(ends[1]);
    const bool done = await_all(ends[0], processes_.size(), start_us + patience_us);
    close(ends[0]);
    return done ? monotonic_us() - start_us : never_us;
}

Crowd::~Crowd() {
    end_programs(processes_);
}

}  // namespace mpdisc::bench
