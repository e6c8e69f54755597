// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

// For minimal builds, and for the BSDs and macOS. On these systems only structures of the kernel
// show which process has a socket, and the structures change between releases. Use sockstat, fstat
// or lsof there.

namespace mpdisc::platform {

FixedString<127> udp_port_holder(std::uint16_t) {
    return {};
}

}  // namespace mpdisc::platform
