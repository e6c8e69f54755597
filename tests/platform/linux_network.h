// SPDX-License-Identifier: MIT
#pragma once

#include <sched.h>

namespace mpdisc::platform {

/// Moves this process to a network namespace of its own. False if this user may not do so.
[[nodiscard]] inline bool enter_own_network() {
    return unshare(CLONE_NEWNET) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

}  // namespace mpdisc::platform
