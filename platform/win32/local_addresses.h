// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// The address of this host from which to answer a datagram that came by this interface to
/// `destination`, an IPv4 address. It is `destination` itself unless that is a broadcast address.
[[nodiscard]] IpAddress find_answer_address(const IpAddress& destination, std::uint32_t if_index);

}  // namespace mpdisc::platform
