// SPDX-License-Identifier: MIT
#include "platform/linux/socket_user.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>

#include <cstring>

#include "platform/common/sockaddr.h"
#include "platform/linux/netlink.h"

namespace mpdisc::platform {

bool ask_socket_user(const Endpoint& local, std::uint32_t& user) {
    NetlinkReader reader;
    if (!reader.open(NETLINK_SOCK_DIAG)) return false;
    inet_diag_req_v2 request{};
    request.sdiag_family = static_cast<std::uint8_t>(to_address_family(local.address.family));
    request.sdiag_protocol = IPPROTO_UDP;
    // To the kernel, the socket is the destination of a datagram.
    request.id.idiag_dport = htons(local.port);
    // The rest of an IPv4 address is zeros.
    std::memcpy(request.id.idiag_dst, local.address.bytes.data(), sizeof request.id.idiag_dst);
    request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    bool is_told = false;
    (void)reader.get(SOCK_DIAG_BY_FAMILY, request, {}, [&](const NetlinkMessage& message) {
        const auto socket = read_struct<inet_diag_msg>(message.bytes);
        is_told = socket.id.idiag_sport == request.id.idiag_dport;
        user = socket.idiag_uid;
        return true;
    });
    return is_told;
}

}  // namespace mpdisc::platform
