// SPDX-License-Identifier: MIT
#include "platform/interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <bit>

#include "platform/bsd/interface_filter.h"
#include "platform/bsd/interface_sockaddr.h"
#include "platform/common/last_address.h"

namespace mpdisc::platform {
namespace {

std::uint8_t count_prefix_bits(const IpAddress& mask) {
    std::uint8_t bits = 0;
    for (const std::uint8_t byte : mask.raw()) {
        bits = static_cast<std::uint8_t>(bits + std::countl_one(byte));
        if (byte != 0xff) break;
    }
    return bits;
}

/// The index of the interface of `found`; 0 if the interface has gone meanwhile. Usually an address
/// in `before` has the same interface, which saves a system call.
std::uint32_t find_index(const ifaddrs& entry, const InterfaceAddress& found,
                         std::span<const InterfaceAddress> before) {
    for (const InterfaceAddress& other : before) {
        if (other.if_name.view() == found.if_name.view()) return other.if_index;
    }
    return if_nametoindex(entry.ifa_name);
}

/// False if the entry is not an address that can be used.
bool read_entry(const ifaddrs& entry, std::span<const InterfaceAddress> before,
                InterfaceAddress& out) {
    if ((entry.ifa_flags & IFF_UP) == 0) return false;
    out = {};
    out.address = read_interface_address(entry, entry.ifa_addr);
    if (out.address.family == Family::any) return false;
    if (!out.if_name.assign(entry.ifa_name)) return false;
    out.prefix_bits = count_prefix_bits(read_interface_address(entry, entry.ifa_netmask));
    if ((entry.ifa_flags & IFF_BROADCAST) != 0) out.broadcast = last_address(out.network());
    out.is_loopback = (entry.ifa_flags & IFF_LOOPBACK) != 0;
    out.can_multicast = (entry.ifa_flags & IFF_MULTICAST) != 0;
    out.if_index = find_index(entry, out, before);
    return out.if_index != 0;
}

}  // namespace

bool list_interfaces(const InterfaceRoom& room, InterfaceList& out) {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return false;
    out = {};
    std::size_t count = 0;
    for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
        InterfaceAddress found;
        if (!read_entry(*entry, room.addresses.first(count), found)) continue;
        if (count == room.addresses.size()) {
            out.is_truncated = true;
            break;
        }
        room.addresses[count++] = found;
    }
    freeifaddrs(first);
    out.addresses = room.addresses.first(remove_unusable(room.addresses.first(count)));
    return true;
}

std::uint32_t interface_index(std::string_view name) {
    std::array<char, IF_NAMESIZE> terminated{};
    if (name.size() >= terminated.size()) return 0;
    std::copy(name.begin(), name.end(), terminated.begin());
    return if_nametoindex(terminated.data());
}

}  // namespace mpdisc::platform
