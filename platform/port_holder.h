// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/fixed_string.h"

namespace mpdisc::platform {

/// Names the program that has a UDP port of this host open: `dnsmasq (pid 812)`, or `user 104` if
/// this user may not see the program. Empty if the system does not tell. The call searches tables
/// of the system and takes milliseconds, so use it only for log lines.
[[nodiscard]] FixedString<127> udp_port_holder(std::uint16_t port);

}  // namespace mpdisc::platform
