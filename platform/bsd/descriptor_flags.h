// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::platform {

/// Closed on exec, and non-blocking if wanted. Takes `descriptor`, which may be -1, and returns it;
/// where it fails closes it and returns -1. Errno tells why.
[[nodiscard]] int with_descriptor_flags(int descriptor, bool is_non_blocking);

}  // namespace mpdisc::platform
