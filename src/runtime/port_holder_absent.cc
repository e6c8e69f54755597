// SPDX-License-Identifier: MIT
#include "mpdisc/port_holder.h"

// For builds that do not look for it.

namespace mpdisc {

FixedString<127> udp_port_holder(std::uint16_t) {
    return {};
}

}  // namespace mpdisc
