// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

#include "platform/linux/udp_table.h"

namespace mpdisc::platform {

PortUserAnswer udp_port_user(const Endpoint& local, std::uint32_t& user) {
    UdpTable table(local.address.family);
    bool has_entries = false;
    for (UdpTableEntry entry; table.next(entry); has_entries = true) {
        if (entry.port != local.port) continue;
        if (entry.address != local.address && !entry.address.is_unspecified()) continue;
        user = entry.user;
        return PortUserAnswer::told;
    }
    // A system that shows a table without entries hides them: the program that asks has a socket.
    const bool is_withheld = table.is_hidden() || (table.is_open() && !has_entries);
    return is_withheld ? PortUserAnswer::never : PortUserAnswer::not_now;
}

void tell_udp_port_users(const IpAddress& local, void* to,
                         void (*tell)(void* to, std::uint16_t port, std::uint32_t user)) {
    UdpTable table(local.family);
    for (UdpTableEntry entry; table.next(entry);) {
        const bool is_there = entry.address == local || entry.address.is_unspecified();
        if (is_there) tell(to, entry.port, entry.user);
    }
}

}  // namespace mpdisc::platform
