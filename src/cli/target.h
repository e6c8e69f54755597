// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/address.h"

namespace mpdisc::cli {

/// Reads whom to ask: `ADDR`, `ADDR:PORT`, `V6`, `[V6]` or `[V6]:PORT`. No port gives 0.
/// Returns null, or why it is refused; then `out` is unchanged.
[[nodiscard]] const char* parse_target(std::string_view text, Endpoint& out);

}  // namespace mpdisc::cli
