// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/address.h"

/// The system's table of UDP sockets that are bound.
namespace mpdisc::platform {

/// Whether some socket of that family has the port, and then whose it is.
[[nodiscard]] bool find_port_owner(Family family, std::uint16_t port, std::uint32_t& process_id);

/// Which of `endpoints` (at most 64, all of one family) no socket of this host takes datagrams at:
/// a bit each, the first one's the lowest. None where the system refuses to tell.
[[nodiscard]] std::uint64_t find_unbound(std::span<const Endpoint> endpoints);

}  // namespace mpdisc::platform
