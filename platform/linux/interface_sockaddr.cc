// SPDX-License-Identifier: MIT
#include "platform/posix/interface_sockaddr.h"

#include <cstring>

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

IpAddress read_interface_address(const ifaddrs&, const sockaddr* from) {
    SocketAddress address{};
    if (from == nullptr) return {};
    if (from->sa_family == AF_INET) std::memcpy(&address.v4, from, sizeof address.v4);
    if (from->sa_family == AF_INET6) std::memcpy(&address.v6, from, sizeof address.v6);
    return to_endpoint(address).address;
}

}  // namespace mpdisc::platform
