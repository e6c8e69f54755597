// SPDX-License-Identifier: MIT
#include "platform/linux/partial_list.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "mpdisc/limits.h"
#include "mpdisc/text.h"
#include "platform/common/last_address.h"
#include "platform/common/sockaddr.h"
#include "platform/linux/address_room.h"
#include "platform/linux/address_rules.h"
#include "platform/linux/proc_lines.h"

namespace mpdisc::platform {
namespace {

/// Asks for one property of the interface or alias that `request` names.
bool ask(int socket, int what, ifreq& request) {
    return ioctl(socket, static_cast<unsigned>(what), &request) == 0;
}

IpAddress read_sockaddr(const sockaddr& from) {
    sockaddr_in address;
    std::memcpy(&address, &from, sizeof address);
    return address.sin_family == AF_INET ? to_ip_address(address.sin_addr) : IpAddress{};
}

void note_flags(unsigned flags, InterfaceAddress& out) {
    out.is_loopback = (flags & IFF_LOOPBACK) != 0;
    out.can_multicast = (flags & IFF_MULTICAST) != 0;
}

/// False if the address cannot be used.
bool read_ipv4(int socket, ifreq request, InterfaceAddress& out) {
    out.address = read_sockaddr(request.ifr_addr);
    const std::string_view label = request.ifr_name;
    if (!out.if_name.assign(slice(label, 0, label.find(':')))) return false;
    if (out.address.family == Family::any || !ask(socket, SIOCGIFNETMASK, request)) return false;
    const IpAddress netmask = read_sockaddr(request.ifr_netmask);
    for (std::uint8_t byte : netmask.raw()) {
        for (; byte != 0; byte = static_cast<std::uint8_t>(byte << 1)) ++out.prefix_bits;
    }
    if (!ask(socket, SIOCGIFFLAGS, request)) return false;
    const auto flags = static_cast<unsigned short>(request.ifr_flags);
    if (!is_interface_usable(flags)) return false;
    note_flags(flags, out);
    if ((flags & IFF_POINTOPOINT) != 0 && ask(socket, SIOCGIFDSTADDR, request)) {
        out.peer = read_sockaddr(request.ifr_dstaddr);
    }
    if (out.peer == out.address) out.peer = {};
    if ((flags & IFF_BROADCAST) != 0) {
        out.broadcast = last_address(out.network());
        out.has_link_broadcast = true;
    }
    if (!ask(socket, SIOCGIFINDEX, request)) return false;
    out.if_index = static_cast<std::uint32_t>(request.ifr_ifindex);
    return true;
}

/// False if there are more addresses than are read.
bool list_ipv4(int socket, AddressRoom& room) {
    // The system fills the room and does not say what it left out. With room for one more, a full
    // list is recognized.
    std::array<ifreq, limits::ioctl_addresses_max + 1> entries;
    ifconf wanted{};
    wanted.ifc_len = sizeof entries;
    wanted.ifc_req = entries.data();
    if (ioctl(socket, SIOCGIFCONF, &wanted) != 0) return true;
    const std::size_t count = static_cast<std::size_t>(wanted.ifc_len) / sizeof entries[0];
    for (std::size_t i = 0; i < std::min(count, limits::ioctl_addresses_max); ++i) {
        InterfaceAddress entry;
        if (read_ipv4(socket, entries[i], entry)) room.add(entry);
    }
    return count <= limits::ioctl_addresses_max;
}

bool parse_hex_address(std::string_view digits, IpAddress& out) {
    if (digits.size() != 2 * out.bytes.size()) return false;
    for (std::size_t i = 0; i < out.bytes.size(); ++i) {
        if (!parse_number(slice(digits, 2 * i, 2), 16, out.bytes[i])) return false;
    }
    out.family = Family::ipv6;
    return true;
}

/// Reads `ADDRESS INDEX PREFIX SCOPE FLAGS NAME` with hexadecimal numbers. False if the address
/// cannot be used.
bool read_ipv6(int socket, std::string_view line, InterfaceAddress& out) {
    std::uint32_t flags = 0;
    if (!parse_hex_address(take_word(line), out.address) ||
        !parse_number(take_word(line), 16, out.if_index) ||
        !parse_number(take_word(line), 16, out.prefix_bits)) {
        return false;
    }
    (void)take_word(line);
    if (!parse_number(take_word(line), 16, flags) || is_unusable(flags)) return false;
    out.is_deprecated = is_deprecated(flags);
    const std::string_view name = take_word(line);
    ifreq request{};
    if (name.size() >= sizeof request.ifr_name || !out.if_name.assign(name)) return false;
    std::copy(name.begin(), name.end(), request.ifr_name);
    if (!ask(socket, SIOCGIFFLAGS, request)) return false;
    const auto interface_flags = static_cast<unsigned short>(request.ifr_flags);
    note_flags(interface_flags, out);
    return is_interface_usable(interface_flags);
}

}  // namespace

bool list_partially(const InterfaceRoom& out_room, InterfaceList& out) {
    const int asking = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (asking == -1) return false;
    AddressRoom room(out_room);
    room.begin(AddressRoom::Pass::shares);
    const bool has_all_ipv4 = list_ipv4(asking, room);
    ProcLines lines("/proc/net/if_inet6");
    std::string_view line;
    while (lines.next(line)) {
        InterfaceAddress entry;
        if (read_ipv6(asking, line, entry)) room.add(entry);
    }
    close(asking);
    out = room.list();
    out.is_truncated = out.is_truncated || room.has_more() || !has_all_ipv4;
    out.is_partial = true;
    return true;
}

}  // namespace mpdisc::platform
