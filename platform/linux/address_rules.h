// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::platform {

/// Whether an address with these flags (IFA_F_*) cannot be used, because another host has it or the
/// kernel still checks whether one does.
[[nodiscard]] bool is_unusable(std::uint32_t flags);
[[nodiscard]] bool is_deprecated(std::uint32_t flags);
/// Whether an interface with these flags (IFF_*) is up and has a carrier. Without a cable nothing
/// can be sent; when it comes back, other hosts may be there.
[[nodiscard]] bool is_interface_usable(std::uint32_t flags);

}  // namespace mpdisc::platform
