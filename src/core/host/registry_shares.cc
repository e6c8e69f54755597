// SPDX-License-Identifier: MIT
#include "core/host/port_users.h"
#include "core/host/registry.h"

// The share of each user in the memory of the registry.

namespace mpdisc::core {

std::optional<std::uint32_t> PortUsers::user_of(TimeUs now_us, std::uint16_t port) const {
    if (now_us >= expires_us_) return {};
    if (users_.empty()) return wire::Registration::no_user;
    const std::uint32_t user = users_[port];
    if (user == wire::Registration::no_user && socket_count_ != 0) return {};
    return user;
}

void PortUsers::keep_answers() {
    is_kept_ = true;
}

bool Registry::has_share(std::uint32_t user, Slot slot, std::uint64_t total) const {
    std::uint64_t of_others = 0;
    for (Slot other = 0; other < slot_count(); ++other) {
        const Registrant& registrant = entries_[other].registrant;
        if (other != slot && registrant.charged_user_id == user) of_others += registrant.charge;
    }
    // The other registrants of the user take no more than is left. So there is always room for
    // another user.
    return total + of_others <= limits::registry_bytes_max;
}

}  // namespace mpdisc::core
