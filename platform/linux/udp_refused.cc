// SPDX-License-Identifier: MIT
#include <time.h>

// This header does not include the above.
#include <linux/errqueue.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "platform/linux/message.h"
#include "platform/udp_socket.h"

// With IP_RECVERR the kernel queues each ICMP error on the socket, with the destination of the
// datagram and the address of the host that reported the error.

namespace mpdisc::platform {
namespace {

// The network may report errors faster than they are read.
constexpr int reports_max = 64;

struct Report {
    sock_extended_err error;
    SocketAddress offender;
};
static_assert(offsetof(Report, offender) == sizeof(sock_extended_err));

/// A report without an error if there is none.
Report read_report(msghdr& message) {
    Report report{};
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        // The packet information of the datagram is in the control data, too.
        if ((header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_RECVERR) ||
            (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_RECVERR)) {
            std::memcpy(&report, CMSG_DATA(header),
                        std::min<std::size_t>(sizeof report, header->cmsg_len - CMSG_LEN(0)));
        }
    }
    return report;
}

/// `to`: the destination of the refused datagram.
bool is_refusal_by(const IpAddress& to, const Report& report) {
    const bool is_refusal =
        report.error.ee_errno == ECONNREFUSED && (report.error.ee_origin == SO_EE_ORIGIN_ICMP ||
                                                  report.error.ee_origin == SO_EE_ORIGIN_ICMP6);
    const IpAddress offender = to_endpoint(report.offender).address;
    return is_refusal && (offender == to || offender.is_loopback());
}

}  // namespace

bool UdpSocket::next_refused(Endpoint& to) {
    for (int i = 0; i < reports_max; ++i) {
        SocketAddress peer;
        alignas(cmsghdr) unsigned char
            control[CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(Report))];
        msghdr message{};
        message.msg_name = &peer;
        message.msg_namelen = sizeof peer;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        if (recvmsg(static_cast<int>(handle_), &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) {
            return false;
        }
        to = to_endpoint(peer);
        if (is_refusal_by(to.address, read_report(message))) return true;
    }
    return false;
}

}  // namespace mpdisc::platform
