// SPDX-License-Identifier: MIT
#include "tests/bench/support/providers.h"

#include <sys/wait.h>

#include <algorithm>

#include "tests/bench/support/programs.h"

namespace mpdisc::bench {

Providers::~Providers() {
    end_programs(processes_);
}

bool Providers::start(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
        const pid_t process = start_one(processes_.size());
        if (process == 0) return false;
        processes_.push_back(process);
    }
    return true;
}

bool Providers::restart(pid_t killed) {
    const auto place = std::find(processes_.begin(), processes_.end(), killed);
    if (place == processes_.end() || waitpid(killed, nullptr, 0) != killed) return false;
    const pid_t process = start_one(static_cast<std::size_t>(place - processes_.begin()));
    if (process == 0) {
        processes_.erase(place);
        return false;
    }
    *place = process;
    return true;
}

pid_t Providers::start_one(std::size_t number) const {
    // Without rate limits, because the measurement is about the possible speed.
    return start_program({program_, "-q", "-t", "_http._tcp", "-p", "8080", "-n",
                          "p" + std::to_string(number), "--client-rate", "0", "--host-rate", "0"},
                         -1);
}

}  // namespace mpdisc::bench
