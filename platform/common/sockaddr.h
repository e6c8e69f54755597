// SPDX-License-Identifier: MIT
#pragma once

#ifdef _WIN32
#include "platform/win32/system.h"
#else
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// What the system's calls take as a socket.
#ifdef _WIN32
using NativeSocket = SOCKET;
#else
using NativeSocket = int;
#endif

/// For IPv4 or IPv6.
[[nodiscard]] constexpr int to_address_family(Family family) {
    return family == Family::ipv4 ? AF_INET : AF_INET6;
}

/// Room for a socket address of IPv4 or IPv6.
union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

/// Returns the size in `out`; 0 if `endpoint` has no address.
[[nodiscard]] socklen_t to_socket_address(const Endpoint& endpoint, SocketAddress& out);

/// An endpoint without an address if the family is neither IPv4 nor IPv6.
[[nodiscard]] Endpoint to_endpoint(const SocketAddress& from);

[[nodiscard]] IpAddress to_ip_address(const in_addr& from);
[[nodiscard]] IpAddress to_ip_address(const in6_addr& from);
/// All zeros if `address` is of the other family.
[[nodiscard]] in_addr to_in_addr(const IpAddress& address);
[[nodiscard]] in6_addr to_in6_addr(const IpAddress& address);

}  // namespace mpdisc::platform
