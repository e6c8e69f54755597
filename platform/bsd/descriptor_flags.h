// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::platform {

/// Makes a descriptor close on exec, and non-blocking if wanted. Returns `descriptor`, or -1 if
/// that is -1. On an error closes it and returns -1 with errno set.
[[nodiscard]] int with_descriptor_flags(int descriptor, bool is_non_blocking);

}  // namespace mpdisc::platform
