// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"

namespace mpdisc {

/// The name of this host that a Provider tells unless its options have one: the system's name up to
/// its first dot, made a valid name by to_name_text(); `localhost` if the system has none.
[[nodiscard]] FixedString<limits::host_name_max> system_host_name();

}  // namespace mpdisc
