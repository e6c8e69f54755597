// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>
#include <unistd.h>

namespace mpdisc::platform {

/// Whether the owner is this user or root.
[[nodiscard]] inline bool is_owner_trusted(uid_t owner) {
    return owner == geteuid() || owner == 0;
}

}  // namespace mpdisc::platform
