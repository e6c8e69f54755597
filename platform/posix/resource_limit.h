// SPDX-License-Identifier: MIT
#pragma once

#include <sys/resource.h>

namespace mpdisc::platform {

/// getrlimit(2) and setrlimit(2) for this process.
[[nodiscard]] bool get_resource_limit(int resource, rlimit& limit);
[[nodiscard]] bool set_resource_limit(int resource, const rlimit& limit);

}  // namespace mpdisc::platform
