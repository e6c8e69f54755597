// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"

namespace mpdisc::platform {

inline constexpr std::size_t unbound_asked_max = 64;

/// Finds out at which of `endpoints` no socket of this host receives. There may be
/// unbound_asked_max of them, all of one family. The answer has one bit for each; the lowest bit is
/// for the first. It is 0 if the system refuses to tell.
[[nodiscard]] std::uint64_t find_unbound(std::span<const Endpoint> endpoints);

}  // namespace mpdisc::platform
