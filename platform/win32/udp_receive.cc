// SPDX-License-Identifier: MIT
#include <atomic>
#include <cstring>

#include "mpdisc/expects.h"
#include "platform/common/refusals.h"
#include "platform/common/sockaddr.h"
#include "platform/win32/local_addresses.h"
#include "platform/win32/winsock.h"

namespace mpdisc::platform {
namespace {

/// WSARecvMsg(), which only a socket gives access to. It is the same function for all sockets.
LPFN_WSARECVMSG find_receive_function(SOCKET socket) {
    static std::atomic<LPFN_WSARECVMSG> found{nullptr};
    LPFN_WSARECVMSG function = found.load(std::memory_order_relaxed);
    if (function != nullptr) return function;
    GUID id = WSAID_WSARECVMSG;
    DWORD size = 0;
    if (WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                 sizeof function, &size, nullptr, nullptr) != 0) {
        return nullptr;
    }
    found.store(function, std::memory_order_relaxed);
    return function;
}

template <class Info>
Info read_control(WSACMSGHDR& header) {
    Info info;
    std::memcpy(&info, WSA_CMSG_DATA(&header), sizeof info);
    return info;
}

void read_packet_info(WSAMSG& message, ReceivedDatagram& out) {
    out.to = {};
    out.if_index = 0;
    out.is_to_all = false;
    WSACMSGHDR* const header = WSA_CMSG_FIRSTHDR(&message);
    if (header == nullptr) return;
    if (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_PKTINFO) {
        const auto info = read_control<IN_PKTINFO>(*header);
        out.if_index = info.ipi_ifindex;
        const IpAddress destination = to_ip_address(info.ipi_addr);
        out.to = find_answer_address(destination, out.if_index);
        out.is_to_all = out.to != destination || destination.is_multicast();
    } else if (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_PKTINFO) {
        const auto info = read_control<IN6_PKTINFO>(*header);
        out.if_index = info.ipi6_ifindex;
        out.to = to_ip_address(info.ipi6_addr);
        out.is_to_all = out.to.is_multicast();
    }
}

Received receive_one(SOCKET socket, LPFN_WSARECVMSG function, WSABUF buffer,
                     ReceivedDatagram& out) {
    SocketAddress peer{};
    // Cleared, because the system does not reliably report that it wrote nothing.
    alignas(WSACMSGHDR) char control[WSA_CMSG_SPACE(sizeof(IN6_PKTINFO))] = {};
    static_assert(sizeof(IN6_PKTINFO) >= sizeof(IN_PKTINFO));
    WSAMSG message{};
    message.name = &peer.any;
    message.namelen = sizeof peer;
    message.lpBuffers = &buffer;
    message.dwBufferCount = 1;
    message.Control = {sizeof control, control};
    DWORD size = 0;
    const bool is_whole = function(socket, &message, &size, nullptr, nullptr) == 0;
    if (!is_whole) {
        const int error = WSAGetLastError();
        if (error == WSAEWOULDBLOCK) return Received::nothing;
        if (error != WSAEMSGSIZE) return Received::error;
        size = buffer.len;
    }
    out.from = to_endpoint(peer);
    read_packet_info(message, out);
    out.bytes = {reinterpret_cast<const std::uint8_t*>(buffer.buf), size};
    out.truncated = !is_whole || (message.dwFlags & MSG_TRUNC) != 0;
    return Received::datagram;
}

}  // namespace

std::size_t UdpSocket::receive(ReceiveBatch& batch, std::span<ReceivedDatagram> out) {
    expects(batch.buffer(0).data() != nullptr);
    const SOCKET socket = to_socket(handle_);
    const LPFN_WSARECVMSG function = find_receive_function(socket);
    if (function == nullptr) return 0;
    return receive_one_by_one(handle_, refusals_, batch, out,
                              [&](std::span<std::uint8_t> room, ReceivedDatagram& received) {
                                  const WSABUF buffer{static_cast<ULONG>(room.size()),
                                                      reinterpret_cast<char*>(room.data())};
                                  return receive_one(socket, function, buffer, received);
                              });
}

}  // namespace mpdisc::platform
