// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "mpdisc/poll.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/types.h"

/// Observations of this host from outside its providers.
namespace mpdisc::bench {

/// The kernel's name for the socket that holds the discovery port, as text; empty if none does.
[[nodiscard]] std::string port_socket();

/// Looks every 200 us until another socket than `former` holds the port. False after `until_us`.
[[nodiscard]] bool await_port(const std::string& former, TimeUs until_us);

/// The primary's list of providers, itself first. Empty if it does not answer in time.
using Registry = std::vector<ProviderStatus>;
[[nodiscard]] Registry ask_registry(std::uint32_t timeout_ms);

/// True if the process is in the registry.
[[nodiscard]] bool knows(const Registry& registry, pid_t process);
/// True if exactly these processes are in the registry, each once, with one primary.
[[nodiscard]] bool has_exactly(const Registry& registry, const std::vector<pid_t>& processes);

void sleep_us(TimeUs duration_us);

/// The time since `start_us`; `never_us` if the awaited event did not happen.
[[nodiscard]] inline TimeUs since(TimeUs start_us, bool happened) {
    return happened ? monotonic_us() - start_us : never_us;
}

/// The latest time to wait for an event.
[[nodiscard]] inline TimeUs patience_end() {
    return monotonic_us() + 10'000'000;
}

/// Asks again a millisecond after each answer, until `is_right(registry)`. False after `until_us`.
template <typename Condition>
[[nodiscard]] bool await_registry(TimeUs until_us, const Condition& is_right) {
    while (!is_right(ask_registry(20))) {
        if (monotonic_us() > until_us) return false;
        sleep_us(1'000);
    }
    return true;
}

}  // namespace mpdisc::bench
