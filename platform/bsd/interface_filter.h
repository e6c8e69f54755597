// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Removes the addresses that cannot be used, as far as the system tells. Keeps the order. Returns
/// how many are left.
[[nodiscard]] std::size_t remove_unusable(std::span<InterfaceAddress> list);

}  // namespace mpdisc::platform
