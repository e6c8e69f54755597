// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

namespace mpdisc::platform {

// Which process has which socket, these systems tell by structures of their kernels, each its own
// and another one with each release: that is a job for sockstat, fstat and lsof.
FixedString<127> udp_port_holder(std::uint16_t) {
    return {};
}

}  // namespace mpdisc::platform
