// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

// For minimal builds, and for the BSDs and macOS. These show which process has a socket only in
// structures of their kernels, which differ between systems and change between releases; sockstat,
// fstat and lsof read them.

namespace mpdisc::platform {

FixedString<127> udp_port_holder(std::uint16_t) {
    return {};
}

}  // namespace mpdisc::platform
