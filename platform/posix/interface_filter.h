// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Takes the addresses that cannot be used yet or any more out of `list`, as far as the system
/// tells, keeping the order; returns how many are left.
[[nodiscard]] std::size_t remove_unusable(std::span<InterfaceAddress> list);

}  // namespace mpdisc::platform
