// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

/// The system's table of UDP sockets that are bound.
namespace mpdisc::platform {

/// Whether some socket of that family has the port, and then whose it is.
[[nodiscard]] bool find_port_owner(Family family, std::uint16_t port, std::uint32_t& process_id);

}  // namespace mpdisc::platform
