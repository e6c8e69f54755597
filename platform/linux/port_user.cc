// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

#include "platform/linux/udp_table.h"

namespace mpdisc::platform {

PortUserAnswer udp_port_user(const Endpoint& local, std::uint32_t& user) {
    UdpTable table(local.address.family);
    if (table.is_hidden()) return PortUserAnswer::never;
    for (UdpTableEntry entry; table.next(entry);) {
        if (entry.port != local.port) continue;
        if (entry.address != local.address && !entry.address.is_unspecified()) continue;
        user = entry.user;
        return PortUserAnswer::told;
    }
    return PortUserAnswer::not_now;
}

}  // namespace mpdisc::platform
