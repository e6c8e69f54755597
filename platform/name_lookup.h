// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/address.h"

namespace mpdisc::platform {

struct NameLookup {
    /// How many addresses the name has, also those for which `out` had no room.
    std::size_t count = 0;
    /// Why there is none; null if there is one.
    const char* error = nullptr;
};

/// Asks the system for the addresses of a host: its file of hosts, DNS, and what else it is
/// configured for. `family`: only these; any: both. The call blocks until the system's own
/// time-out, so use it before anything else waits.
[[nodiscard]] NameLookup look_up_host(const char* name, Family family, std::span<IpAddress> out);

}  // namespace mpdisc::platform
