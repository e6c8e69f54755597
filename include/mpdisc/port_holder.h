// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/fixed_string.h"

namespace mpdisc {

/// Names who holds a UDP port on this host, as far as this user may see it: `dnsmasq (pid 812)`,
/// or `user 104` where the program is hidden. Empty where nothing can be told. For a log line;
/// it looks through the system's tables and takes milliseconds.
[[nodiscard]] FixedString<127> udp_port_holder(std::uint16_t port);

}  // namespace mpdisc
