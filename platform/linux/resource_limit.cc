// SPDX-License-Identifier: MIT
#include "platform/posix/resource_limit.h"

namespace mpdisc::platform {

// Not by setrlimit(): for old kernels, musl's stops all threads for it, which takes 2 KB of code.
bool set_resource_limit(int resource, const rlimit& limit) {
    return prlimit(0, static_cast<decltype(RLIMIT_CORE)>(resource), &limit, nullptr) == 0;
}

}  // namespace mpdisc::platform
