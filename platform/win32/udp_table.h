// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Whether some socket of that family has the port, by the system's table, and then whose it is.
[[nodiscard]] bool find_port_owner(Family family, std::uint16_t port, std::uint32_t& process_id);

}  // namespace mpdisc::platform
