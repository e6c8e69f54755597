// SPDX-License-Identifier: MIT
#include "platform/interfaces.h"
#include "platform/linux/partial_list.h"

namespace mpdisc::platform {

// Lists only the loopback address, so that the providers of this host still meet.
bool list_partially(const InterfaceRoom& room, InterfaceList& out) {
    InterfaceAddress loopback;
    loopback.if_index = interface_index("lo");
    loopback.address = IpAddress::loopback(Family::ipv4);
    loopback.prefix_bits = 8;
    loopback.is_loopback = true;
    if (loopback.if_index == 0 || room.addresses.empty() || !loopback.if_name.assign("lo")) {
        return false;
    }
    room.addresses[0] = loopback;
    out = {};
    out.addresses = room.addresses.first(1);
    out.is_partial = true;
    return true;
}

}  // namespace mpdisc::platform
