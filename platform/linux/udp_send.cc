// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/linux/message.h"
#include "platform/linux/send_call.h"
#include "platform/posix/control_message.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

constexpr std::size_t chunk_max = 64;

void write_packet_info(const DatagramToSend& datagram, msghdr& header) {
    if (datagram.to.address.family == Family::ipv4) {
        in_pktinfo info{};
        info.ipi_spec_dst = to_in_addr(datagram.source);
        info.ipi_ifindex = static_cast<int>(datagram.if_index);
        write_control(header, IPPROTO_IP, IP_PKTINFO, info);
    } else {
        in6_pktinfo info{};
        info.ipi6_addr = to_in6_addr(datagram.source);
        info.ipi6_ifindex = datagram.if_index;
        write_control(header, IPPROTO_IPV6, IPV6_PKTINFO, info);
    }
}

void prepare(const DatagramToSend& datagram, MessageParts& parts, mmsghdr& out) {
    expects(datagram.source.family == Family::any ||
            datagram.source.family == datagram.to.address.family);
    parts.bytes = {const_cast<std::uint8_t*>(datagram.bytes.data()), datagram.bytes.size()};
    out = {};
    msghdr& header = out.msg_hdr;
    header.msg_namelen = to_socket_address(datagram.to, parts.peer);
    // Without a destination the system refuses the datagram.
    if (header.msg_namelen != 0) header.msg_name = &parts.peer;
    header.msg_iov = &parts.bytes;
    header.msg_iovlen = 1;
    if (datagram.source.family != Family::any || datagram.if_index != 0) {
        header.msg_control = parts.control;
        write_packet_info(datagram, header);
    }
}

/// How often a failed send is tried again. It may have failed with an error that an earlier
/// datagram left on the socket: any error, since a socket with reports of refusals gets all ICMP
/// errors. A refusal is always of an earlier datagram, and more of them may arrive meanwhile.
int retries_for(int error) {
    if (error == EAGAIN) return 0;
    return error == ECONNREFUSED ? 16 : 1;
}

/// Sends messages with the same flags. Returns how many the system took, and marks their datagrams.
/// `error` is set to the error of the last one that it refused. sendmmsg() stops at the first
/// failure, and reports the error only if no message was sent before.
std::size_t send_messages(int descriptor, std::span<mmsghdr> messages,
                          std::span<DatagramToSend> datagrams, int flags, int& error) {
    std::size_t taken = 0;
    std::size_t at = 0;
    int retries = 0;
    while (at < messages.size()) {
        const int count =
            send_call(descriptor, &messages[at], static_cast<unsigned>(messages.size() - at),
                      MSG_DONTWAIT | flags);
        if (count > 0) {
            taken += static_cast<std::size_t>(count);
            for (int n = 0; n < count; ++n) datagrams[at++].is_sent = true;
            retries = 0;
        } else if (errno == EINTR) {
            continue;
        } else if (retries < retries_for(errno)) {
            ++retries;
        } else {
            error = errno;
            ++at;
            retries = 0;
        }
    }
    return taken;
}

}  // namespace

std::size_t UdpSocket::send(std::span<DatagramToSend> datagrams) {
    MessageParts parts[chunk_max];
    mmsghdr messages[chunk_max];
    std::size_t taken = 0;
    while (!datagrams.empty()) {
        const bool on_link_only = datagrams.front().on_link_only;
        std::size_t count = 0;
        while (count < std::min(datagrams.size(), chunk_max) &&
               datagrams[count].on_link_only == on_link_only) {
            prepare(datagrams[count], parts[count], messages[count]);
            ++count;
        }
        taken += send_messages(static_cast<int>(handle_), {messages, count}, datagrams,
                               on_link_only ? MSG_DONTROUTE : 0, send_error_);
        datagrams = datagrams.subspan(count);
    }
    return taken;
}

}  // namespace mpdisc::platform
