// SPDX-License-Identifier: MIT
#include "platform/common/sockaddr.h"

#include <cstring>

namespace mpdisc::platform {

socklen_t to_socket_address(const Endpoint& endpoint, SocketAddress& out) {
    switch (endpoint.address.family) {
        case Family::ipv4:
            out.v4 = {};
            out.v4.sin_family = AF_INET;
            out.v4.sin_port = htons(endpoint.port);
            out.v4.sin_addr = to_in_addr(endpoint.address);
            return sizeof out.v4;
        case Family::ipv6:
            out.v6 = {};
            out.v6.sin6_family = AF_INET6;
            out.v6.sin6_port = htons(endpoint.port);
            out.v6.sin6_addr = to_in6_addr(endpoint.address);
            out.v6.sin6_scope_id = endpoint.scope_id;
            return sizeof out.v6;
        case Family::any:
            break;
    }
    return 0;
}

Endpoint to_endpoint(const SocketAddress& from) {
    Endpoint endpoint;
    if (from.any.sa_family == AF_INET) {
        endpoint.address = to_ip_address(from.v4.sin_addr);
        endpoint.port = ntohs(from.v4.sin_port);
    } else if (from.any.sa_family == AF_INET6) {
        endpoint.address = to_ip_address(from.v6.sin6_addr);
        endpoint.port = ntohs(from.v6.sin6_port);
        if (endpoint.address.is_link_local()) endpoint.scope_id = from.v6.sin6_scope_id;
    }
    return endpoint;
}

IpAddress to_ip_address(const in_addr& from) {
    IpAddress address;
    address.family = Family::ipv4;
    std::memcpy(address.bytes.data(), &from, sizeof from);
    return address;
}

IpAddress to_ip_address(const in6_addr& from) {
    IpAddress address;
    address.family = Family::ipv6;
    std::memcpy(address.bytes.data(), &from, sizeof from);
    return address;
}

in_addr to_in_addr(const IpAddress& address) {
    in_addr raw{};
    if (address.family == Family::ipv4) std::memcpy(&raw, address.bytes.data(), sizeof raw);
    return raw;
}

in6_addr to_in6_addr(const IpAddress& address) {
    in6_addr raw{};
    if (address.family == Family::ipv6) std::memcpy(&raw, address.bytes.data(), sizeof raw);
    return raw;
}

}  // namespace mpdisc::platform
