// SPDX-License-Identifier: MIT
#include "tests/bench/support/cpus.h"

#include <sched.h>

#include <algorithm>

namespace mpdisc::bench {
namespace {

/// The processors of this program before anything was pinned.
const cpu_set_t& given() {
    static const cpu_set_t all = [] {
        cpu_set_t set;
        CPU_ZERO(&set);
        sched_getaffinity(0, sizeof set, &set);
        return set;
    }();
    return all;
}

}  // namespace

std::size_t cpu_count() {
    return static_cast<std::size_t>(std::max(CPU_COUNT(&given()), 1));
}

void pin(pid_t process, std::size_t number) {
    cpu_set_t chosen;
    CPU_ZERO(&chosen);
    std::size_t left = std::min(number, cpu_count() - 1);
    for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &given()) || left-- != 0) continue;
        CPU_SET(cpu, &chosen);
        break;
    }
    sched_setaffinity(process, sizeof chosen, &chosen);
}

void unpin(pid_t process) {
    sched_setaffinity(process, sizeof given(), &given());
}

}  // namespace mpdisc::bench
