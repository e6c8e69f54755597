// SPDX-License-Identifier: MIT
#include "tests/bench/support/lab.h"

#include <algorithm>

#include "tests/bench/support/host.h"

namespace mpdisc::bench {

bool Lab::settle() {
    Registry registry;
    const bool all_registered = await_registry(patience_end(), [&](const Registry& now) {
        registry = now;
        return has_exactly(now, providers_.processes());
    });
    if (!all_registered) return false;
    primary_ = static_cast<pid_t>(registry.front().process_id);
    // Waits until the primary has told the deputy its peers.
    sleep_us(100'000);
    return true;
}

bool Lab::settle_long() {
    if (!settle()) return false;
    sleep_us(500'000);
    return true;
}

pid_t Lab::next_secondary() {
    const std::vector<pid_t>& processes = providers_.processes();
    do {
        last_secondary_ = (last_secondary_ + 1) % processes.size();
    } while (processes[last_secondary_] == primary_);
    return processes[last_secondary_];
}

std::vector<pid_t> Lab::all_but(pid_t process) const {
    std::vector<pid_t> others = providers_.processes();
    others.erase(std::remove(others.begin(), others.end(), process), others.end());
    return others;
}

}  // namespace mpdisc::bench
