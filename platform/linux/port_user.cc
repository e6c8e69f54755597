// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

#include "platform/linux/udp_table.h"

namespace mpdisc::platform {

bool udp_port_user(const Endpoint& local, std::uint32_t& user) {
    UdpTable table(local.address.family);
    bool can_tell = false;
    user = nobody;
    for (UdpTableEntry entry; table.next(entry); can_tell = true) {
        const bool is_there = entry.address == local.address || entry.address.is_unspecified();
        if (is_there && entry.port == local.port) user = entry.user;
    }
    return can_tell;
}

}  // namespace mpdisc::platform
