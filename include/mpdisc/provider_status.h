// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc {

/// A provider of this host, as its primary knows it.
struct ProviderStatus {
    ProviderId id;
    Role role = Role::none;
    std::uint32_t process_id = 0;
    /// The time since it became primary, or registered as a secondary.
    std::uint64_t age_ms = 0;
    /// The time since its last heartbeat or its registration; 0 for the primary.
    std::uint64_t last_heartbeat_ms = 0;
    std::uint32_t service_count = 0;
    /// Whether it takes over if the primary hangs (mpdisc.7, ROLES).
    bool is_deputy = false;
};

/// What a primary knows of other hosts (mpdisc.7, NEIGHBOURHOOD).
struct NeighbourhoodStatus {
    /// The host of the primary. Not known: its build knows no other hosts, or is older.
    HostId host;
    /// The other hosts, and the addresses at which they were reached.
    std::uint32_t hosts = 0;
    std::uint32_t addresses = 0;
    /// Addresses that wait for a question, or for its answer.
    std::uint32_t candidates = 0;
    /// The primary has had the time to learn all hosts, and has no reason to doubt that it knows
    /// them. So a search need not be patient.
    bool is_settled = false;

    friend bool operator==(const NeighbourhoodStatus&, const NeighbourhoodStatus&) = default;
};

enum class StatusOutcome : std::uint8_t {
    running,
    /// All parts of the status have arrived.
    complete,
    /// No primary answered in time.
    no_answer,
    /// Some parts of the status have arrived, and then no more.
    incomplete,
    /// The system refused to send each request. system_error() gives the reason.
    not_asked,
    /// Like `no_answer`, but the primary says that it has no key in common with this program.
    other_keys,
};

/// "running", "complete", "no-answer", "incomplete", "not-asked" or "other-keys".
[[nodiscard]] const char* to_text(StatusOutcome outcome);

}  // namespace mpdisc
