// SPDX-License-Identifier: MIT
#include "platform/posix/credentials.h"

// For minimal builds, which run without a service manager.

namespace mpdisc::platform {

bool is_credential(const char*, int) {
    return false;
}

}  // namespace mpdisc::platform
