// SPDX-License-Identifier: MIT
#include "core/host/port_users.h"
#include "core/host/registry.h"

// For builds whose registry does not count by user. All users share the memory, first come, first
// served.

namespace mpdisc::core {

std::optional<std::uint32_t> PortUsers::user_of(TimeUs, std::uint16_t) const {
    return wire::Registration::no_user;
}

void PortUsers::keep_answers() {}

bool Registry::has_share(std::uint32_t, Slot, std::uint64_t total) const {
    return total <= limits::registry_bytes_max;
}

}  // namespace mpdisc::core
