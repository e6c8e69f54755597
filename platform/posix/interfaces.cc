// SPDX-License-Identifier: MIT
#include "platform/interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "platform/posix/interface_filter.h"
#include "platform/posix/sockaddr.h"

namespace mpdisc::platform {
namespace {

/// No address where `from` is null or of another family.
IpAddress read_address(const ::sockaddr* from) {
    SocketAddress address{};
    if (from == nullptr) return {};
    if (from->sa_family == AF_INET) std::memcpy(&address.v4, from, sizeof address.v4);
    if (from->sa_family == AF_INET6) std::memcpy(&address.v6, from, sizeof address.v6);
    return to_endpoint(address).address;
}

std::uint8_t count_prefix_bits(const IpAddress& mask) {
    std::uint8_t bits = 0;
    for (const std::uint8_t byte : mask.raw()) {
        bits = static_cast<std::uint8_t>(bits + std::countl_one(byte));
        if (byte != 0xff) break;
    }
    return bits;
}

/// The last address of the network. Routes for it exist also where whoever configured the
/// interface named no broadcast address.
IpAddress last_of_network(const IpAddress& address, const IpAddress& mask) {
    IpAddress last = address;
    for (std::size_t i = 0; i < 4; ++i) {
        last.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] | ~mask.bytes[i]);
    }
    return last;
}

IpAddress find_broadcast(const ifaddrs& entry, const IpAddress& address, const IpAddress& mask) {
    if ((entry.ifa_flags & IFF_BROADCAST) == 0 || address.family != Family::ipv4) return {};
    const IpAddress given = read_address(entry.ifa_broadaddr);
    if (given.family == Family::ipv4 && !given.is_unspecified()) return given;
    // Networks of one or two addresses have none.
    if (mask.family != Family::ipv4 || count_prefix_bits(mask) > 30) return {};
    return last_of_network(address, mask);
}

/// False where the entry is no address that can be used.
bool read_entry(const ifaddrs& entry, InterfaceAddress& out) {
    if ((entry.ifa_flags & IFF_UP) == 0) return false;
    out = {};
    out.address = read_address(entry.ifa_addr);
    if (out.address.family == Family::any || !out.if_name.assign(entry.ifa_name)) return false;
    const IpAddress mask = read_address(entry.ifa_netmask);
    out.prefix_bits = count_prefix_bits(mask);
    out.broadcast = find_broadcast(entry, out.address, mask);
    out.is_loopback = (entry.ifa_flags & IFF_LOOPBACK) != 0;
    out.can_multicast = (entry.ifa_flags & IFF_MULTICAST) != 0;
    out.if_index = if_nametoindex(entry.ifa_name);
    return out.if_index != 0;  // 0: the interface has gone meanwhile
}

}  // namespace

std::size_t list_interfaces(std::span<InterfaceAddress> out) {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return 0;
    std::size_t count = 0;
    for (const ifaddrs* entry = first; entry != nullptr && count < out.size();
         entry = entry->ifa_next) {
        if (read_entry(*entry, out[count])) ++count;
    }
    freeifaddrs(first);
    return remove_unusable(out.first(count));
}

bool interface_exists(std::string_view name) {
    std::array<char, IF_NAMESIZE> terminated{};
    if (name.size() >= terminated.size()) return false;
    std::copy(name.begin(), name.end(), terminated.begin());
    return if_nametoindex(terminated.data()) != 0;
}

}  // namespace mpdisc::platform
