// SPDX-License-Identifier: MIT
#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/bsd/ipv4_packet_info.h"
#include "platform/bsd/local_addresses.h"
#include "platform/bsd/message.h"
#include "platform/common/refusals.h"

namespace mpdisc::platform {
namespace {

void read_packet_info(msghdr& header, ReceivedDatagram& out) {
    out.to = {};
    out.if_index = 0;
    for (const cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr;
         control = CMSG_NXTHDR(&header, const_cast<cmsghdr*>(control))) {
        read_ipv4_packet_info(*control, out);
        if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
            const auto info = read_control<in6_pktinfo>(*control);
            out.to = to_ip_address(info.ipi6_addr);
            out.if_index = info.ipi6_ifindex;
        }
    }
}

Received receive_one(int descriptor, std::span<std::uint8_t> buffer, ReceivedDatagram& out) {
    Message message;
    message.bytes = {buffer.data(), buffer.size()};
    message.header.msg_name = &message.peer;
    message.header.msg_namelen = sizeof message.peer;
    message.header.msg_iov = &message.bytes;
    message.header.msg_iovlen = 1;
    message.header.msg_control = message.control;
    message.header.msg_controllen = sizeof message.control;
    const ssize_t size = recvmsg(descriptor, &message.header, 0);
    if (size < 0) return errno == EAGAIN ? Received::nothing : Received::error;
    out.from = to_endpoint(message.peer);
    read_packet_info(message.header, out);
    out.is_to_all = out.to.is_multicast();
    out.bytes = buffer.first(static_cast<std::size_t>(size));
    out.truncated = (message.header.msg_flags & MSG_TRUNC) != 0;
    return Received::datagram;
}

}  // namespace

// Not all of these systems have a call that receives many datagrams, and some of these calls are a
// loop in the C library.
std::size_t UdpSocket::receive(ReceiveBatch& batch, std::span<ReceivedDatagram> out) {
    expects(batch.buffer(0).data() != nullptr);
    LocalAddresses own;
    return receive_one_by_one(
        handle_, refusals_, batch, out,
        [&](std::span<std::uint8_t> buffer, ReceivedDatagram& received) {
            const Received outcome = receive_one(static_cast<int>(handle_), buffer, received);
            // An answer cannot come from the address that a broadcast went to.
            if (outcome == Received::datagram && received.to.family == Family::ipv4) {
                const IpAddress destination = received.to;
                received.to = own.find_answer_address(destination);
                received.is_to_all = received.to != destination && own.are_known();
            }
            return outcome;
        });
}

}  // namespace mpdisc::platform
