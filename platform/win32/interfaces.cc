// SPDX-License-Identifier: MIT
#include "platform/interfaces.h"

#include <algorithm>
#include <cstring>

#include "platform/common/last_address.h"
#include "platform/common/sockaddr.h"
#include "platform/win32/adapters.h"

namespace mpdisc::platform {
namespace {

/// No address if it is of another family.
IpAddress read_address(const SOCKET_ADDRESS& from) {
    SocketAddress address{};
    const auto size = static_cast<std::size_t>(from.iSockaddrLength);
    if (from.lpSockaddr == nullptr || size > sizeof address) return {};
    std::memcpy(&address, from.lpSockaddr, size);
    return to_endpoint(address).address;
}

/// False for the loopback interface, whose broadcasts reach no other host, and for links with two
/// ends.
bool can_broadcast(const IP_ADAPTER_ADDRESSES& adapter) {
    return adapter.IfType != IF_TYPE_SOFTWARE_LOOPBACK && adapter.IfType != IF_TYPE_PPP &&
           adapter.IfType != IF_TYPE_TUNNEL;
}

/// The index is the same for both families. Either field is 0 if the interface has only the other
/// family.
std::uint32_t index_of(const IP_ADAPTER_ADDRESSES& adapter) {
    return adapter.IfIndex != 0 ? adapter.IfIndex : adapter.Ipv6IfIndex;
}

/// False if the address cannot be used: it is still checked, deprecated, or in use by another host.
bool read_entry(const IP_ADAPTER_ADDRESSES& adapter, const IP_ADAPTER_UNICAST_ADDRESS& entry,
                InterfaceAddress& out) {
    if (entry.DadState != IpDadStatePreferred) return false;
    out = {};
    out.address = read_address(entry.Address);
    if (out.address.family == Family::any || !adapter_name(adapter, out.if_name)) return false;
    const bool is_v4 = out.address.family == Family::ipv4;
    out.prefix_bits = std::min<std::uint8_t>(entry.OnLinkPrefixLength, is_v4 ? 32 : 128);
    if (can_broadcast(adapter)) out.broadcast = last_address(out.network());
    out.is_loopback = adapter.IfType == IF_TYPE_SOFTWARE_LOOPBACK;
    out.can_multicast = (adapter.Flags & IP_ADAPTER_NO_MULTICAST) == 0;
    out.if_index = index_of(adapter);
    return out.if_index != 0;
}

}  // namespace

bool list_interfaces(const InterfaceRoom& room, InterfaceList& out) {
    const Adapters adapters(false);
    if (!adapters.is_read()) return false;
    out = {};
    std::size_t count = 0;
    for (const auto* adapter = adapters.first(); adapter != nullptr; adapter = adapter->Next) {
        if (adapter->OperStatus != IfOperStatusUp) continue;
        for (const auto* entry = adapter->FirstUnicastAddress; entry != nullptr;
             entry = entry->Next) {
            InterfaceAddress found;
            if (!read_entry(*adapter, *entry, found)) continue;
            if (count == room.addresses.size()) {
                out.is_truncated = true;
            } else {
                room.addresses[count++] = found;
            }
        }
    }
    out.addresses = room.addresses.first(count);
    return true;
}

std::uint32_t interface_index(std::string_view name) {
    const Adapters adapters(true);
    for (const auto* adapter = adapters.first(); adapter != nullptr; adapter = adapter->Next) {
        FixedString<63> found;
        if (adapter_name(*adapter, found) && found.view() == name) return index_of(*adapter);
    }
    return 0;
}

}  // namespace mpdisc::platform
