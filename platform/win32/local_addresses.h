// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Of a datagram that came by that interface to `destination`, an IPv4 address: the host's own
/// address to answer from. That is the destination itself, unless it is a broadcast address.
[[nodiscard]] IpAddress find_answer_address(const IpAddress& destination, std::uint32_t if_index);

}  // namespace mpdisc::platform
