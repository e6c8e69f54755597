// SPDX-License-Identifier: MIT
#include "platform/udp_socket.h"

#include "platform/common/refusals.h"
#include "platform/common/sockaddr.h"
#include "platform/win32/udp_table.h"
#include "platform/win32/winsock.h"

namespace mpdisc::platform {
namespace {

// The headers of MinGW lack the second.
constexpr DWORD report_refused = _WSAIOW(IOC_VENDOR, 12);
constexpr DWORD report_unreachable = _WSAIOW(IOC_VENDOR, 15);

/// Whether another socket has the port. WSAEACCES also means that the system reserves the port.
/// Only the table of sockets tells which.
bool is_held(const UdpSocketOptions& options) {
    std::uint32_t process_id = 0;
    return options.port != 0 && find_port_owner(options.family, options.port, process_id);
}

SocketError to_socket_error(int error, const UdpSocketOptions& options) {
    switch (error) {
        case WSAEADDRINUSE:
            return SocketError::in_use;
        case WSAEACCES:
            return is_held(options) ? SocketError::in_use : SocketError::forbidden;
        case WSAEAFNOSUPPORT:
        case WSAEPROTONOSUPPORT:
        case WSAEADDRNOTAVAIL:
            return SocketError::unavailable;
        default:
            return SocketError::system;
    }
}

/// Without this, a refused or expired datagram makes the next receive fail, and the error does not
/// name the destination.
void ignore_errors_of_others(SOCKET socket) {
    for (const DWORD report : {report_refused, report_unreachable}) {
        BOOL off = FALSE;
        DWORD size = 0;
        // Older systems lack the second.
        (void)WSAIoctl(socket, report, &off, sizeof off, nullptr, 0, &size, nullptr, nullptr);
    }
}

bool set_options(SOCKET socket, const UdpSocketOptions& options) {
    ignore_errors_of_others(socket);
    // If the system refuses this, it costs memory, or datagrams are lost in a burst.
    if (options.send_only || options.large_buffers) {
        (void)set_option(socket, SOL_SOCKET, SO_RCVBUF, options.send_only ? 1 : 1 << 20);
    }
    if (options.large_buffers) (void)set_option(socket, SOL_SOCKET, SO_SNDBUF, 1 << 20);
    // Without SO_EXCLUSIVEADDRUSE, any socket with SO_REUSEADDR could bind the port, even after
    // this one.
    const int use = options.is_shared ? SO_REUSEADDR : SO_EXCLUSIVEADDRUSE;
    if (!set_option(socket, SOL_SOCKET, use, 1)) return false;
    if (options.family == Family::ipv4) {
        return set_option(socket, SOL_SOCKET, SO_BROADCAST, 1) &&
               set_option(socket, IPPROTO_IP, IP_PKTINFO, 1);
    }
    return set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 1) &&
           set_option(socket, IPPROTO_IPV6, IPV6_PKTINFO, 1);
}

bool bind_to(SOCKET socket, const UdpSocketOptions& options, std::uint16_t& port_out) {
    Endpoint local;
    local.address = options.address;
    local.address.family = options.family;  // without an address, all zeros mean the wildcard
    local.port = options.port;
    SocketAddress address;
    int size = to_socket_address(local, address);
    if (bind(socket, &address.any, size) != 0) return false;
    if (getsockname(socket, &address.any, &size) != 0) return false;
    port_out = to_endpoint(address).port;
    return true;
}

bool change_membership(SOCKET socket, int option, const IpAddress& group, std::uint32_t if_index) {
    ipv6_mreq request{};
    request.ipv6mr_multiaddr = to_in6_addr(group);
    request.ipv6mr_interface = if_index;
    return setsockopt(socket, IPPROTO_IPV6, option, reinterpret_cast<const char*>(&request),
                      sizeof request) == 0;
}

}  // namespace

// Windows has no takeover, so that is a plain bind.
SocketError UdpSocket::open_once(const UdpSocketOptions& options, bool) {
    last_error_ = start_sockets();
    if (last_error_ != 0) return SocketError::system;
    // Only a deputy uses this, and there are no deputies on Windows.
    if (options.only_from.port != 0) return SocketError::unavailable;
    const SOCKET socket = make_socket(options.family, SOCK_DGRAM);
    if (socket == INVALID_SOCKET || !set_options(socket, options) ||
        !bind_to(socket, options, port_)) {
        last_error_ = WSAGetLastError();
        if (socket != INVALID_SOCKET) closesocket(socket);
        return to_socket_error(last_error_, options);
    }
    handle_ = static_cast<Handle>(socket);
    family_ = options.family;
    return SocketError::none;
}

void UdpSocket::close() {
    if (!is_open()) return;
    Refusals::end(refusals_);
    closesocket(to_socket(handle_));
    handle_ = -1;
    port_ = 0;
}

SocketError UdpSocket::join(const IpAddress& group, std::uint32_t if_index) {
    const SOCKET socket = to_socket(handle_);
    last_error_ = 0;
    if (change_membership(socket, IPV6_ADD_MEMBERSHIP, group, if_index)) return SocketError::none;
    last_error_ = WSAGetLastError();
    // Windows versions report a second join by different errors. If the group can be left, it was
    // joined.
    if (change_membership(socket, IPV6_DROP_MEMBERSHIP, group, if_index) &&
        change_membership(socket, IPV6_ADD_MEMBERSHIP, group, if_index)) {
        last_error_ = 0;
    }
    return last_error_ == 0 ? SocketError::none : to_socket_error(last_error_, {});
}

void UdpSocket::leave(const IpAddress& group, std::uint32_t if_index) {
    (void)change_membership(to_socket(handle_), IPV6_DROP_MEMBERSHIP, group, if_index);
}

}  // namespace mpdisc::platform
