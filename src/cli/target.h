// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/address.h"

namespace mpdisc::cli {

/// What messages call the value of --to.
inline constexpr const char* target_word = "--to address";

/// Reads a value of --to: `ADDR`, `ADDR:PORT`, `V6`, `[V6]` or `[V6]:PORT`; or `NAME` or
/// `NAME:PORT`, and then `out` has no address, and `host_name` is a part of the text. The port is 0
/// if it is missing. Returns null, or changes nothing and returns the reason of the refusal.
[[nodiscard]] const char* parse_target(std::string_view text, Endpoint& out,
                                       std::string_view& host_name);

/// True if the address does not tell which link it is on.
[[nodiscard]] bool needs_interface(const IpAddress& address);

}  // namespace mpdisc::cli
