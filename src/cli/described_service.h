// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/service_set.h"

namespace mpdisc::cli {

inline constexpr const char* no_type = "this service has no type";
inline constexpr const char* no_port = "this service has no port";

/// Adds a service whose fields were given one by one, at least type and port. A service without a
/// name gets `default_name`. On a refusal returns false, and `reason` says why.
[[nodiscard]] bool add_described(ServiceSet& services, Service& service,
                                 std::string_view default_name, TextBuffer& reason);

}  // namespace mpdisc::cli
