// SPDX-License-Identifier: MIT
#include "tests/bench/support/process_facts.h"

#include <ctime>
#include <fstream>

#include "mpdisc/poll.h"

namespace mpdisc::bench {
namespace {

std::string place_of(pid_t process, const char* file) {
    return "/proc/" + std::to_string(process) + "/" + file;
}

bool is_running(pid_t process) {
    std::ifstream file(place_of(process, "stat"));
    std::string line;
    std::getline(file, line);
    const std::size_t name_end = line.rfind(')');
    return name_end != std::string::npos && line.compare(name_end, 3, ") R") == 0;
}

}  // namespace

double processor_s(pid_t process) {
    clockid_t clock{};
    timespec time{};
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double processor_s_at_rest(pid_t process) {
    const TimeUs end_us = monotonic_us() + 200'000;
    while (is_running(process) && monotonic_us() < end_us) continue;
    return processor_s(process);
}

std::size_t wakeups(pid_t process) {
    std::ifstream file(place_of(process, "status"));
    std::size_t count = 0;
    for (std::string word; file >> word;) {
        if (word == "voluntary_ctxt_switches:") file >> count;
    }
    return count;
}

Memory memory_of(pid_t process) {
    std::ifstream file(place_of(process, "smaps_rollup"));
    Memory memory;
    for (std::string word; file >> word;) {
        if (word == "Rss:") file >> memory.resident_kib;
        if (word == "Pss:") file >> memory.share_kib;
        if (word == "Anonymous:") file >> memory.private_kib;
    }
    return memory;
}

bool is_static(pid_t process) {
    std::ifstream file(place_of(process, "maps"));
    for (std::string line; std::getline(file, line);) {
        if (line.find(".so") != std::string::npos) return false;
    }
    return true;
}

pid_t find_descendant(pid_t process, const std::string& name) {
    std::string actual;
    std::ifstream(place_of(process, "comm")) >> actual;
    if (actual == name) return process;
    std::ifstream children(
        place_of(process, ("task/" + std::to_string(process) + "/children").c_str()));
    for (pid_t child; children >> child;) {
        const pid_t found = find_descendant(child, name);
        if (found != 0) return found;
    }
    return 0;
}

}  // namespace mpdisc::bench
