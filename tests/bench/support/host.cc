// SPDX-License-Identifier: MIT
#include "tests/bench/support/host.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "mpdisc/status.h"

namespace mpdisc::bench {

std::string port_socket() {
    std::ifstream table("/proc/net/udp");
    for (std::string line; std::getline(table, line);) {
        std::istringstream words(line);
        std::array<std::string, 10> word;
        for (std::string& each : word) words >> each;
        if (word[1].ends_with(":1A51")) return word[9];
    }
    return {};
}

bool await_port(const std::string& former, TimeUs until_us) {
    for (;;) {
        const std::string now = port_socket();
        if (!now.empty() && now != former) return true;
        if (monotonic_us() > until_us) return false;
        sleep_us(200);
    }
}

Registry ask_registry(std::uint32_t timeout_ms) {
    StatusOptions options;
    options.timeout_ms = timeout_ms;
    StatusQuery query;
    Registry registry;
    if (query.open(options) != OpenError::none) return registry;
    while (query.outcome() == StatusOutcome::running) {
        std::array<PollEntry, limits::poll_entries_max> entries;
        const std::size_t count = query.poll_entries(entries);
        if (!wait({entries.data(), count}, query.next_deadline_us())) break;
        query.process();
        for (ProviderStatus status; query.next_provider(status);) registry.push_back(status);
    }
    if (query.outcome() != StatusOutcome::complete) registry.clear();
    return registry;
}

bool knows(const Registry& registry, pid_t process) {
    return std::any_of(registry.begin(), registry.end(), [&](const ProviderStatus& status) {
        return status.process_id == static_cast<std::uint32_t>(process);
    });
}

bool has_exactly(const Registry& registry, const std::vector<pid_t>& processes) {
    std::vector<pid_t> expected = processes;
    std::vector<pid_t> actual;
    std::ptrdiff_t primaries = 0;
    for (const ProviderStatus& status : registry) {
        actual.push_back(static_cast<pid_t>(status.process_id));
        if (status.role == Role::primary) ++primaries;
    }
    std::sort(expected.begin(), expected.end());
    std::sort(actual.begin(), actual.end());
    return primaries == 1 && actual == expected;
}

void sleep_us(TimeUs duration_us) {
    usleep(static_cast<useconds_t>(duration_us));
}

}  // namespace mpdisc::bench
