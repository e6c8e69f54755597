// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Whether an address with those flags (IFA_F_*) cannot be used, because another host has it, or
/// the kernel still checks that.
[[nodiscard]] bool is_unusable(std::uint32_t flags);
[[nodiscard]] bool is_deprecated(std::uint32_t flags);

/// The last address of an IPv4 network, to which its broadcasts go; no address where it is IPv6, or
/// one or two addresses large.
[[nodiscard]] IpAddress last_address(const Network& network);

}  // namespace mpdisc::platform
