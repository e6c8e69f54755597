// SPDX-License-Identifier: MIT
#include "platform/name_lookup.h"

#include "platform/common/sockaddr.h"
#ifdef _WIN32
#include "platform/win32/winsock.h"
#else
#include <netdb.h>
#endif

namespace mpdisc::platform {
namespace {

/// No address if it is of another family.
IpAddress address_of(const sockaddr& from) {
    if (from.sa_family == AF_INET) {
        return to_ip_address(reinterpret_cast<const sockaddr_in&>(from).sin_addr);
    }
    if (from.sa_family == AF_INET6) {
        return to_ip_address(reinterpret_cast<const sockaddr_in6&>(from).sin6_addr);
    }
    return {};
}

}  // namespace

NameLookup look_up_host(const char* name, Family family, std::span<IpAddress> out) {
    addrinfo wanted{};
    wanted.ai_family = family == Family::any ? AF_UNSPEC : to_address_family(family);
    // Otherwise each address comes once for each type of socket.
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
#ifdef _WIN32
    if (const int error = start_sockets(); error != 0) return {0, gai_strerror(error)};
#endif
    if (const int error = getaddrinfo(name, nullptr, &wanted, &found); error != 0) {
        return {0, gai_strerror(error)};
    }
    NameLookup lookup;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        const IpAddress address = address_of(*each->ai_addr);
        if (address.family == Family::any) continue;
        if (lookup.count < out.size()) out[lookup.count] = address;
        ++lookup.count;
    }
    freeaddrinfo(found);
    if (lookup.count == 0) lookup.error = gai_strerror(EAI_NONAME);
    return lookup;
}

}  // namespace mpdisc::platform
