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

bool Registry::has_share(std::uint32_t user, std::uint32_t freed, std::uint32_t charge) const {
    std::uint64_t of_user = 0;
    for (const Entry& entry : entries_) {
        if (entry.used && entry.registrant.charged_user_id == user)
            of_user += entry.registrant.charge;
    }
    // A user may have at most as much as is left for others, so there is always room for another
    // user. `freed` counts twice, because `of_user` contains it, too.
    const std::uint64_t left = limits::registry_bytes_max + 2 * std::uint64_t{freed} - charged_;
    return of_user + charge <= left;
}

}  // namespace mpdisc::core
