// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

/// The table of the bound UDP sockets.
namespace mpdisc::platform {

/// Whether a socket of that family has the port, and the process that has it.
[[nodiscard]] bool find_port_owner(Family family, std::uint16_t port, std::uint32_t& process_id);

}  // namespace mpdisc::platform
