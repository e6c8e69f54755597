// SPDX-License-Identifier: MIT
#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/bsd/ipv4_packet_info.h"
#include "platform/bsd/message.h"
#include "platform/common/refusals.h"

namespace mpdisc::platform {
namespace {

void write_packet_info(const DatagramToSend& datagram, Message& message) {
    if (datagram.to.address.family == Family::ipv4) {
        return write_ipv4_packet_info(datagram, message);
    }
    in6_pktinfo info{};
    info.ipi6_addr = to_in6_addr(datagram.source);
    info.ipi6_ifindex = datagram.if_index;
    write_packet_control(message, IPPROTO_IPV6, IPV6_PKTINFO, info);
}

bool send_one(int descriptor, const DatagramToSend& datagram) {
    expects(datagram.source.family == Family::any ||
            datagram.source.family == datagram.to.address.family);
    Message message;
    message.header.msg_namelen = to_socket_address(datagram.to, message.peer);
    // A datagram without a destination is refused.
    if (message.header.msg_namelen == 0) {
        errno = EDESTADDRREQ;
        return false;
    }
    message.header.msg_name = &message.peer;
    message.bytes = {const_cast<std::uint8_t*>(datagram.bytes.data()), datagram.bytes.size()};
    message.header.msg_iov = &message.bytes;
    message.header.msg_iovlen = 1;
    if (datagram.source.family != Family::any || datagram.if_index != 0) {
        write_packet_info(datagram, message);
    }
    ssize_t sent;
    do {
        sent = sendmsg(descriptor, &message.header, 0);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

}  // namespace

std::size_t UdpSocket::send(std::span<DatagramToSend> datagrams) {
    const auto descriptor = static_cast<int>(handle_);
    std::size_t taken = 0;
    for (DatagramToSend& datagram : datagrams) {
        datagram.is_sent = send_one(descriptor, datagram);
        if (datagram.is_sent) {
            ++taken;
        } else {
            send_error_ = errno;
        }
    }
    Refusals::check(refusals_, handle_, datagrams);
    return taken;
}

}  // namespace mpdisc::platform
