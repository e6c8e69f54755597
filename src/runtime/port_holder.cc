// SPDX-License-Identifier: MIT
#include "mpdisc/port_holder.h"

#include "platform/port_holder.h"

namespace mpdisc {

FixedString<127> udp_port_holder(std::uint16_t port) {
    return platform::udp_port_holder(port);
}

}  // namespace mpdisc
