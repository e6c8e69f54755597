// SPDX-License-Identifier: MIT
#pragma once

#include <sys/resource.h>

namespace mpdisc::platform {

/// Like getrlimit(2) and setrlimit(2), for this process. False with errno set on an error.
[[nodiscard]] bool get_resource_limit(int resource, rlimit& limit);
[[nodiscard]] bool set_resource_limit(int resource, const rlimit& limit);

}  // namespace mpdisc::platform
