// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/types.h"

namespace mpdisc {

/// One provider of this host, as its primary knows it.
struct ProviderStatus {
    ProviderId id;
    Role role = Role::none;
    std::uint32_t process_id = 0;
    /// Since it became primary, or registered as secondary.
    std::uint64_t age_ms = 0;
    /// Since its last heartbeat, or its registration; 0 for the primary.
    std::uint64_t last_heartbeat_ms = 0;
    std::uint32_t service_count = 0;
    /// The secondary that takes over should the primary hang (mpdisc.7, ROLES).
    bool is_deputy = false;
};

enum class StatusOutcome : std::uint8_t {
    running,
    /// All pages have come.
    complete,
    /// No primary answered in time.
    no_answer,
    /// A part of the pages has come, then no more.
    incomplete,
    /// The system refused to send each question; system_error() tells why.
    not_asked,
    /// As `no_answer`, but the program that has the port says that it has other keys, or that one
    /// of the two has none.
    other_keys,
};

}  // namespace mpdisc
