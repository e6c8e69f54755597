// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "mpdisc/poll.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/types.h"

/// What this host looks like from outside its providers.
namespace mpdisc::bench {

/// The kernel's name for the socket that has the discovery port, as text; empty: nobody has it.
[[nodiscard]] std::string port_socket();

/// Looks every 200 us, until another socket than `former` has the port. False after `until_us`.
[[nodiscard]] bool await_port(const std::string& former, TimeUs until_us);

/// What the primary says of its providers; itself first. Empty where it does not answer in time.
using Registry = std::vector<ProviderStatus>;
[[nodiscard]] Registry ask_registry(std::uint32_t timeout_ms);

/// Asks, a millisecond after each answer, until `is_right` of the registry. False after `until_us`.
template <typename Condition>
[[nodiscard]] bool await_registry(TimeUs until_us, const Condition& is_right);

/// Whether that process is in it.
[[nodiscard]] bool knows(const Registry& registry, pid_t process);
/// Whether just these processes are in it, each once, with one primary.
[[nodiscard]] bool is_just(const Registry& registry, const std::vector<pid_t>& processes);

void sleep_us(TimeUs duration_us);

/// How long it is since then; `never_us` if what was awaited did not happen.
[[nodiscard]] inline TimeUs since(TimeUs start_us, bool happened) {
    return happened ? monotonic_us() - start_us : never_us;
}

/// Until then something must have happened, or it never will.
[[nodiscard]] inline TimeUs patience_end() {
    return monotonic_us() + 10'000'000;
}

template <typename Condition>
bool await_registry(TimeUs until_us, const Condition& is_right) {
    while (!is_right(ask_registry(20))) {
        if (monotonic_us() > until_us) return false;
        sleep_us(1'000);
    }
    return true;
}

}  // namespace mpdisc::bench
