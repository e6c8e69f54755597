// SPDX-License-Identifier: MIT
#pragma once

#include <sys/resource.h>

namespace mpdisc::platform {

/// setrlimit(2) for this process.
[[nodiscard]] bool set_resource_limit(int resource, const rlimit& limit);

}  // namespace mpdisc::platform
