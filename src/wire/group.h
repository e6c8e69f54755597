// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"

namespace mpdisc::wire {

/// The link-local IPv6 multicast group that requests go to, `ff12::6d70:6469:7363`: transient,
/// link-local scope, and "mpdisc" in ASCII.
[[nodiscard]] inline IpAddress discovery_group() {
    IpAddress group;
    group.family = Family::ipv6;
    group.bytes = {0xff, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0x6d, 0x70, 0x64, 0x69, 0x73, 0x63};
    return group;
}

}  // namespace mpdisc::wire
