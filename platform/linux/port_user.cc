// SPDX-License-Identifier: MIT
#include "platform/port_user.h"

#include <optional>

#include "platform/linux/socket_user.h"
#include "platform/linux/udp_table.h"

namespace mpdisc::platform {

PortUserAnswer udp_port_user(const Endpoint& local, std::uint32_t& user) {
    if (ask_socket_user(local, user)) return PortUserAnswer::told;
    // A kernel without udp_diag has only the table.
    struct {
        std::uint16_t port;
        std::optional<std::uint32_t> user;
    } wanted{local.port, {}};
    using Wanted = decltype(wanted);
    const PortUserAnswer answer = tell_udp_port_users(
        local.address, &wanted, [](void* to, std::uint16_t port, std::uint32_t told) {
            auto& sought = *static_cast<Wanted*>(to);
            if (port == sought.port) sought.user = told;
        });
    if (!wanted.user) return answer == PortUserAnswer::told ? PortUserAnswer::not_now : answer;
    user = *wanted.user;
    return PortUserAnswer::told;
}

PortUserAnswer tell_udp_port_users(const IpAddress& local, void* to,
                                   void (*tell)(void* to, std::uint16_t port, std::uint32_t user)) {
    UdpTable table(local.family);
    bool has_entries = false;
    for (UdpTableEntry entry; table.next(entry); has_entries = true) {
        const bool is_there = entry.address == local || entry.address.is_unspecified();
        if (is_there) tell(to, entry.port, entry.user);
    }
    if (has_entries) return PortUserAnswer::told;
    // This program has a UDP socket itself. So if the table is empty, the system hides its entries.
    const bool is_withheld = table.is_hidden() || table.is_open();
    return is_withheld ? PortUserAnswer::never : PortUserAnswer::not_now;
}

}  // namespace mpdisc::platform
