// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "mpdisc/address.h"

namespace mpdisc {

/// The length of the address in bits: 32, 128, or 0 for no address.
[[nodiscard]] std::size_t address_bits(const IpAddress& address);

/// `address` with all bits after the first `prefix_bits` cleared. A prefix that is as long as the
/// address or longer changes nothing.
[[nodiscard]] IpAddress network_part(const IpAddress& address, std::size_t prefix_bits);

}  // namespace mpdisc
