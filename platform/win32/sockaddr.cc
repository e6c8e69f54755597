// SPDX-License-Identifier: MIT
#include "platform/win32/sockaddr.h"

#include <cstring>

namespace mpdisc::platform {
namespace {

template <class Raw>
IpAddress make_address(Family family, const Raw& raw) {
    IpAddress address;
    address.family = family;
    std::memcpy(address.bytes.data(), &raw, sizeof raw);
    return address;
}

template <class Raw>
Raw make_raw(Family family, const IpAddress& address) {
    Raw raw{};
    if (address.family == family) std::memcpy(&raw, address.bytes.data(), sizeof raw);
    return raw;
}

}  // namespace

int to_socket_address(const Endpoint& endpoint, SocketAddress& out) {
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
    return make_address(Family::ipv4, from);
}

IpAddress to_ip_address(const in6_addr& from) {
    return make_address(Family::ipv6, from);
}

in_addr to_in_addr(const IpAddress& address) {
    return make_raw<in_addr>(Family::ipv4, address);
}

in6_addr to_in6_addr(const IpAddress& address) {
    return make_raw<in6_addr>(Family::ipv6, address);
}

}  // namespace mpdisc::platform
