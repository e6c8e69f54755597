// SPDX-License-Identifier: MIT
#include "platform/udp_socket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "platform/common/refusals.h"
#include "platform/common/sockaddr.h"
#include "platform/posix/descriptors.h"
#include "platform/posix/udp_options.h"
#include "platform/posix/udp_takeover.h"

namespace mpdisc::platform {
namespace {

SocketError to_socket_error(int error) {
    switch (error) {
        case EADDRINUSE:
            return SocketError::in_use;
        case EACCES:
        case EPERM:
            return SocketError::forbidden;
        case EAFNOSUPPORT:
        case EADDRNOTAVAIL:
        case ENODEV:
            return SocketError::unavailable;
        default:
            return SocketError::system;
    }
}

bool set_options(int descriptor, const UdpSocketOptions& options) {
    if (options.family == Family::ipv4) {
        if (!set_option(descriptor, SOL_SOCKET, SO_BROADCAST, 1)) return false;
    } else {
        if (!set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1)) return false;
    }
    // If the system refuses this, it costs memory, or datagrams are lost in a burst.
    if (options.send_only || options.large_buffers) {
        (void)set_option(descriptor, SOL_SOCKET, SO_RCVBUF, options.send_only ? 1 : 1 << 20);
    }
    if (options.large_buffers) (void)set_option(descriptor, SOL_SOCKET, SO_SNDBUF, 1 << 20);
    return set_system_options(descriptor, options);
}

bool bind_to(int descriptor, const UdpSocketOptions& options, bool takes_over,
             std::uint16_t& port_out) {
    Endpoint local;
    local.address = options.address;
    local.address.family = options.family;  // without an address, all zeros mean the wildcard
    local.port = options.port;
    SocketAddress address;
    socklen_t size = to_socket_address(local, address);
    if (takes_over ? !bind_taking_over(descriptor, address, size)
                   : bind(descriptor, &address.any, size) != 0) {
        return false;
    }
    if (getsockname(descriptor, &address.any, &size) != 0) return false;
    port_out = to_endpoint(address).port;
    return true;
}

/// Returns 0, or the error number.
int change_membership(Handle socket, int how, const IpAddress& group, std::uint32_t if_index) {
    ipv6_mreq request{};
    request.ipv6mr_multiaddr = to_in6_addr(group);
    request.ipv6mr_interface = if_index;
    const bool done =
        setsockopt(static_cast<int>(socket), IPPROTO_IPV6, how, &request, sizeof request) == 0;
    return done ? 0 : errno;
}

}  // namespace

SocketError UdpSocket::open_once(const UdpSocketOptions& options, bool takes_over) {
    last_error_ = 0;
    std::uint16_t port = 0;
    const int descriptor = make_socket(options.family, SOCK_DGRAM);
    // Without a takeover, an exclusive socket sets neither SO_REUSEADDR nor SO_REUSEPORT before the
    // bind. The first would let a second socket in. The second would let this one in beside a
    // socket that allows takeovers.
    if (descriptor == -1 || !set_options(descriptor, options) ||
        !bind_to(descriptor, options, takes_over, port) ||
        (options.only_from.port != 0 && !receive_only_from(descriptor, options.only_from))) {
        last_error_ = errno;
        if (descriptor != -1) ::close(descriptor);
        return to_socket_error(last_error_);
    }
    handle_ = descriptor;
    port_ = port;
    family_ = options.family;
    return SocketError::none;
}

void UdpSocket::close() {
    if (!is_open()) return;
    Refusals::end(refusals_);
    ::close(static_cast<int>(handle_));
    handle_ = -1;
    port_ = 0;
}

SocketError UdpSocket::join(const IpAddress& group, std::uint32_t if_index) {
    last_error_ = change_membership(handle_, IPV6_JOIN_GROUP, group, if_index);
    if (last_error_ == EADDRINUSE) last_error_ = 0;  // it was joined before
    return last_error_ == 0 ? SocketError::none : to_socket_error(last_error_);
}

void UdpSocket::leave(const IpAddress& group, std::uint32_t if_index) {
    (void)change_membership(handle_, IPV6_LEAVE_GROUP, group, if_index);
}

}  // namespace mpdisc::platform
