// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace mpdisc::platform {

/// The index of the interface with this alternative name, which is too long for an ordinary name. 0
/// if there is none, and always in a minimal build.
[[nodiscard]] std::uint32_t index_of_long_name(std::string_view name);

}  // namespace mpdisc::platform
