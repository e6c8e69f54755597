// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/port_holder.h"

/// Behind mpdisc::udp_port_holder; the contract is there. A system that cannot tell returns
/// empty text.
namespace mpdisc::platform {

[[nodiscard]] FixedString<127> udp_port_holder(std::uint16_t port);

}  // namespace mpdisc::platform
