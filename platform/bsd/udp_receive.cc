// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cerrno>

#include "mpdisc/expects.h"
#include "platform/bsd/ipv4_packet_info.h"
#include "platform/bsd/local_addresses.h"
#include "platform/bsd/message.h"
#include "platform/bsd/refusals.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

// Who could make errors faster than they are read must not keep the caller here; what is left makes
// poll() return again.
constexpr int errors_max = 16;

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

/// False with errno set.
bool receive_one(int descriptor, std::span<std::uint8_t> buffer, ReceivedDatagram& out) {
    Message message;
    message.bytes = {buffer.data(), buffer.size()};
    message.header.msg_name = &message.peer;
    message.header.msg_namelen = sizeof message.peer;
    message.header.msg_iov = &message.bytes;
    message.header.msg_iovlen = 1;
    message.header.msg_control = message.control;
    message.header.msg_controllen = sizeof message.control;
    const ssize_t size = recvmsg(descriptor, &message.header, 0);
    if (size < 0) return false;
    out.from = to_endpoint(message.peer);
    read_packet_info(message.header, out);
    out.bytes = buffer.first(static_cast<std::size_t>(size));
    out.truncated = (message.header.msg_flags & MSG_TRUNC) != 0;
    return true;
}

}  // namespace

// One by one: not all of these systems have a call that takes many, nor is each such call one.
std::size_t UdpSocket::receive(ReceiveBatch& batch, std::span<ReceivedDatagram> out) {
    expects(batch.buffer(0).data() != nullptr);
    const std::size_t wanted = std::min(out.size(), ReceiveBatch::capacity);
    const auto descriptor = static_cast<int>(handle_);
    LocalAddresses own;
    bool has_notice = false;
    std::size_t count = 0;
    for (int errors = 0; count < wanted && errors < errors_max;) {
        ReceivedDatagram& received = out[count];
        if (receive_one(descriptor, batch.buffer(count), received)) {
            // Where a broadcast went to is nothing to answer from.
            if (received.to.family == Family::ipv4) received.to = own.answering(received.to);
            if (is_refusal_notice(descriptor, received)) {
                has_notice = true;
            } else {
                ++count;
            }
        } else if (errno == EAGAIN) {
            break;
        } else {
            ++errors;
        }
    }
    if (has_notice) renew_refusal_notice(descriptor);
    return count;
}

bool UdpSocket::next_refused(Endpoint& to) {
    return next_refusal(static_cast<int>(handle_), to);
}

}  // namespace mpdisc::platform
