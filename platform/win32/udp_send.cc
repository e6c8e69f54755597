// SPDX-License-Identifier: MIT
#include <cstring>

#include "mpdisc/expects.h"
#include "platform/common/refusals.h"
#include "platform/common/sockaddr.h"
#include "platform/win32/winsock.h"

namespace mpdisc::platform {
namespace {

/// Room for one packet information of either family.
struct Control {
    alignas(WSACMSGHDR) char bytes[WSA_CMSG_SPACE(sizeof(IN6_PKTINFO))];
};
static_assert(sizeof(IN6_PKTINFO) >= sizeof(IN_PKTINFO));

template <class Info>
void write_control(WSAMSG& message, Control& control, int level, int type, const Info& info) {
    control = {};
    message.Control = {static_cast<ULONG>(WSA_CMSG_SPACE(sizeof info)), control.bytes};
    WSACMSGHDR* const header = WSA_CMSG_FIRSTHDR(&message);
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = WSA_CMSG_LEN(sizeof info);
    std::memcpy(WSA_CMSG_DATA(header), &info, sizeof info);
}

void write_packet_info(const DatagramToSend& datagram, WSAMSG& message, Control& control) {
    if (datagram.to.address.family == Family::ipv4) {
        IN_PKTINFO info{};
        info.ipi_addr = to_in_addr(datagram.source);
        info.ipi_ifindex = datagram.if_index;
        write_control(message, control, IPPROTO_IP, IP_PKTINFO, info);
    } else {
        IN6_PKTINFO info{};
        info.ipi6_addr = to_in6_addr(datagram.source);
        info.ipi6_ifindex = datagram.if_index;
        write_control(message, control, IPPROTO_IPV6, IPV6_PKTINFO, info);
    }
}

bool send_one(SOCKET socket, const DatagramToSend& datagram) {
    expects(datagram.source.family == Family::any ||
            datagram.source.family == datagram.to.address.family);
    SocketAddress peer;
    const int peer_size = to_socket_address(datagram.to, peer);
    if (peer_size == 0) {
        WSASetLastError(WSAEDESTADDRREQ);
        return false;
    }
    WSABUF bytes{static_cast<ULONG>(datagram.bytes.size()),
                 const_cast<char*>(reinterpret_cast<const char*>(datagram.bytes.data()))};
    WSAMSG message{};
    message.name = &peer.any;
    message.namelen = peer_size;
    message.lpBuffers = &bytes;
    message.dwBufferCount = 1;
    Control control;
    if (datagram.source.family != Family::any || datagram.if_index != 0) {
        write_packet_info(datagram, message, control);
    }
    DWORD sent = 0;
    return WSASendMsg(socket, &message, 0, &sent, nullptr, nullptr) == 0;
}

}  // namespace

std::size_t UdpSocket::send(std::span<DatagramToSend> datagrams) {
    std::size_t taken = 0;
    for (DatagramToSend& datagram : datagrams) {
        datagram.is_sent = send_one(to_socket(handle_), datagram);
        if (datagram.is_sent) {
            ++taken;
        } else {
            send_error_ = WSAGetLastError();
        }
    }
    Refusals::check(refusals_, handle_, datagrams);
    return taken;
}

}  // namespace mpdisc::platform
