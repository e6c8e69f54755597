// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "mpdisc/address.h"

namespace mpdisc {

/// Bits of an address of that family: 32, 128, or 0 for no address.
[[nodiscard]] std::size_t address_bits(const IpAddress& address);

/// `address` with every bit behind the first `prefix_bits` cleared. A prefix as long as the
/// address, or longer, leaves it as it is.
[[nodiscard]] IpAddress network_part(const IpAddress& address, std::size_t prefix_bits);

}  // namespace mpdisc
