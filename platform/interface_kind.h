// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace mpdisc::platform {

enum class InterfaceKind : std::uint8_t { other, wireless, bridge };

/// What kind of interface this is. `other` if the system does not tell.
[[nodiscard]] InterfaceKind interface_kind(std::string_view name);

}  // namespace mpdisc::platform
