// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/linux/message.h"
#include "platform/posix/control_message.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

// Each attempt takes one pending error off the socket. A peer that makes errors faster than they
// are read must not hold the caller here. If errors are left, poll() returns at once.
constexpr int attempts_max = 16;

/// The number of messages that came; 0 if there are none.
std::size_t receive_messages(int descriptor, std::span<mmsghdr> messages) {
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        const int count = recvmmsg(descriptor, messages.data(),
                                   static_cast<unsigned>(messages.size()), MSG_DONTWAIT, nullptr);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno == EAGAIN) break;
    }
    return 0;
}

void read_packet_info(msghdr& message, ReceivedDatagram& out) {
    out.to = {};
    out.if_index = 0;
    out.is_link_broadcast = false;
    out.is_to_all = false;
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (header == nullptr) return;
    if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
        const auto info = read_control<in_pktinfo>(*header);
        out.to = to_ip_address(info.ipi_spec_dst);
        // For a unicast, both are its destination.
        out.is_to_all = info.ipi_addr.s_addr != info.ipi_spec_dst.s_addr;
        out.is_link_broadcast = info.ipi_addr.s_addr == INADDR_BROADCAST;
        out.if_index = static_cast<std::uint32_t>(info.ipi_ifindex);
    } else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
        const auto info = read_control<in6_pktinfo>(*header);
        out.to = to_ip_address(info.ipi6_addr);
        out.is_to_all = out.to.is_multicast();
        out.if_index = static_cast<std::uint32_t>(info.ipi6_ifindex);
    }
}

}  // namespace

std::size_t UdpSocket::receive(ReceiveBatch& batch, std::span<ReceivedDatagram> out) {
    expects(batch.buffer(0).data() != nullptr);
    MessageParts parts[ReceiveBatch::capacity];
    mmsghdr messages[ReceiveBatch::capacity];
    const std::size_t wanted = std::min(out.size(), ReceiveBatch::capacity);
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::span<std::uint8_t> buffer = batch.buffer(i);
        parts[i].bytes = {buffer.data(), buffer.size()};
        messages[i] = {};
        msghdr& header = messages[i].msg_hdr;
        header.msg_name = &parts[i].peer;
        header.msg_namelen = sizeof parts[i].peer;
        header.msg_iov = &parts[i].bytes;
        header.msg_iovlen = 1;
        header.msg_control = parts[i].control;
        header.msg_controllen = sizeof parts[i].control;
    }
    const std::size_t count = receive_messages(static_cast<int>(handle_), {messages, wanted});
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t size = messages[i].msg_len;
        out[i].from = to_endpoint(parts[i].peer);
        read_packet_info(messages[i].msg_hdr, out[i]);
        out[i].bytes = {static_cast<const std::uint8_t*>(parts[i].bytes.iov_base), size};
        out[i].truncated = (messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0;
    }
    return count;
}

}  // namespace mpdisc::platform
