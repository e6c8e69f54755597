// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/address.h"

namespace mpdisc::cli {

/// What messages call the value of --to.
inline constexpr const char* target_word = "--to address";

/// Reads a value of --to: `ADDR`, `ADDR:PORT`, `V6`, `[V6]` or `[V6]:PORT`. The port is 0 if it is
/// missing. Returns null, or leaves `out` unchanged and returns the reason of the refusal.
[[nodiscard]] const char* parse_target(std::string_view text, Endpoint& out);

}  // namespace mpdisc::cli
