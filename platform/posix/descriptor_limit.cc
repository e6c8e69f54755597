// SPDX-License-Identifier: MIT
#include "platform/posix/descriptor_limit.h"

#include <algorithm>

#include "platform/child_process.h"
#include "platform/posix/resource_limit.h"

namespace mpdisc::platform {
namespace {

constexpr rlim_t raised_max = 65'536;

/// The limit before it was raised; all zeros if it was not raised.
rlimit former_limit{};

}  // namespace

void raise_descriptor_limit() {
    rlimit limit{};
    if (!get_resource_limit(RLIMIT_NOFILE, limit)) return;
    const rlimit raised{std::min(limit.rlim_max, raised_max), limit.rlim_max};
    if (limit.rlim_cur < raised.rlim_cur && set_resource_limit(RLIMIT_NOFILE, raised)) {
        former_limit = limit;
    }
}

void descriptor_limit_restore_for_exec() {
    if (former_limit.rlim_max != 0) (void)set_resource_limit(RLIMIT_NOFILE, former_limit);
}

}  // namespace mpdisc::platform
