// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace mpdisc::platform {

/// The index of the interface with this alternative name, which is longer than other names can be;
/// 0 where there is none. A minimal build knows no such names.
[[nodiscard]] std::uint32_t index_of_long_name(std::string_view name);

}  // namespace mpdisc::platform
