// SPDX-License-Identifier: MIT
#include "core/host/port_users.h"
#include "core/host/registry.h"

// How much of the registry's memory each user may have.

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
    // No more than is left for others: however much one user has, another one finds something.
    // What is freed counts twice, for it is in `of_user`, too.
    const std::uint64_t left = limits::registry_bytes_max + 2 * std::uint64_t{freed} - charged_;
    return of_user + charge <= left;
}

}  // namespace mpdisc::core
