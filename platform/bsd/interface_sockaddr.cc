// SPDX-License-Identifier: MIT
#include "platform/bsd/interface_sockaddr.h"

#include <algorithm>
#include <cstring>

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

IpAddress read_interface_address(const ifaddrs& entry, const sockaddr* from) {
    if (entry.ifa_addr == nullptr || from == nullptr) return {};
    // A mask may lack its family, and the zeros at its end.
    SocketAddress raw{};
    std::memcpy(&raw, from, std::min<std::size_t>(from->sa_len, sizeof raw));
    raw.any.sa_family = entry.ifa_addr->sa_family;
    IpAddress address = to_endpoint(raw).address;
    // The kernel keeps the interface index in these bytes, and some systems show it.
    if (address.family == Family::ipv6 && address.is_link_local()) {
        address.bytes[2] = 0;
        address.bytes[3] = 0;
    }
    return address;
}

}  // namespace mpdisc::platform
