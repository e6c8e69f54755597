// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/fixed_string.h"

namespace mpdisc::platform {

/// Names the program that has a UDP port of this host open, as far as this user may see it:
/// `dnsmasq (pid 812)`, or `user 104` if the program is hidden. Empty if the system does not tell.
/// This is for a log line: it searches the system's tables and takes milliseconds.
[[nodiscard]] FixedString<127> udp_port_holder(std::uint16_t port);

}  // namespace mpdisc::platform
