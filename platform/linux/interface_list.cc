// SPDX-License-Identifier: MIT

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "mpdisc/limits.h"
#include "platform/interfaces.h"
#include "platform/linux/address_room.h"
#include "platform/linux/address_rules.h"
#include "platform/linux/link_table.h"
#include "platform/linux/netlink.h"
#include "platform/linux/partial_list.h"

namespace mpdisc::platform {
namespace {

/// If interfaces change during each of these tries, the last list is used. The next notice causes
/// another list.
constexpr int tries_max = 3;

using End = NetlinkReader::End;

/// Whether the system lacks memory or descriptors. This is temporary, unlike a missing permission.
bool is_shortage(int error) {
    return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

struct KernelTables {
    NetlinkReader reader;
    LinkTable links;

    [[nodiscard]] End read_links();
    [[nodiscard]] End read_addresses(AddressRoom& room, AddressRoom::Pass pass);
    [[nodiscard]] End read_routes(std::uint8_t family, AddressRoom& room);
};

/// False if the address cannot be used.
bool read_address(const NetlinkMessage& message, const LinkTable& links, InterfaceAddress& out) {
    const auto fixed = read_struct<ifaddrmsg>(message.bytes);
    const NetlinkBytes attributes = message.attributes<ifaddrmsg>();
    out.address = IpAddress::from_bytes(find_attribute(attributes, IFA_LOCAL));
    out.peer = IpAddress::from_bytes(find_attribute(attributes, IFA_ADDRESS));
    // Without a peer, an IPv6 address is in IFA_ADDRESS only, and an IPv4 address is in both.
    if (out.address.family == Family::any) out.address = out.peer;
    if (out.address == out.peer) out.peer = {};
    out.if_index = fixed.ifa_index;
    out.prefix_bits = fixed.ifa_prefixlen;
    out.is_deprecated = is_deprecated(fixed.ifa_flags);
    return out.address.family != Family::any && !is_unusable(fixed.ifa_flags) &&
           links.describe(out);
}

/// The least prefix length of a route that may declare a network on-link. A wider route leads away
/// from the link, even if it has no gateway: a tunnel for all traffic has a default route, or two
/// routes of half the address space each.
std::uint8_t least_prefix_bits(std::uint8_t family) {
    return family == AF_INET ? 8 : 32;
}

/// False if the route declares no network to be on a link.
bool read_route(const NetlinkMessage& message, OnLinkRoute& out) {
    const auto fixed = read_struct<rtmsg>(message.bytes);
    if (message.type != RTM_NEWROUTE || fixed.rtm_type != RTN_UNICAST ||
        fixed.rtm_dst_len < least_prefix_bits(fixed.rtm_family) ||
        (fixed.rtm_flags & RTM_F_CLONED) != 0) {
        return false;
    }
    const NetlinkBytes attributes = message.attributes<rtmsg>();
    for (const std::uint16_t elsewhere : {RTA_GATEWAY, RTA_VIA, RTA_MULTIPATH}) {
        if (!find_attribute(attributes, elsewhere).empty()) return false;
    }
    out.network.prefix_bits = fixed.rtm_dst_len;
    out.network.address = IpAddress::from_bytes(find_attribute(attributes, RTA_DST));
    out.if_index = read_struct<std::uint32_t>(find_attribute(attributes, RTA_OIF));
    return out.network.address.family != Family::any && !out.network.address.is_multicast();
}

End KernelTables::read_links() {
    links.clear();
    return reader.dump(RTM_GETLINK, ifinfomsg{}, [&](const NetlinkMessage& message) {
        links.add(message);
        return true;
    });
}

End KernelTables::read_addresses(AddressRoom& room, AddressRoom::Pass pass) {
    room.begin(pass);
    return reader.dump(RTM_GETADDR, ifaddrmsg{}, [&](const NetlinkMessage& message) {
        InterfaceAddress entry;
        if (message.type == RTM_NEWADDR && read_address(message, links, entry)) room.add(entry);
        return true;
    });
}

End KernelTables::read_routes(std::uint8_t family, AddressRoom& room) {
    rtmsg fixed{};
    fixed.rtm_family = family;
    fixed.rtm_type = RTN_UNICAST;
    std::size_t left = limits::routes_read_max;
    const End end = reader.dump(RTM_GETROUTE, fixed, [&](const NetlinkMessage& message) {
        OnLinkRoute route;
        if (read_route(message, route) && links.has(route.if_index)) room.add(route);
        return --left != 0;
    });
    // A stopped reader has not read the whole answer, so it cannot be used for the next table.
    return end == End::stopped && !reader.open() ? End::refused : end;
}

End read_all(KernelTables& tables, AddressRoom& room, bool wants_routes) {
    room.clear();
    End worst = End::complete;
    const auto note = [&](End end) {
        if (end == End::refused || end == End::interrupted) worst = std::max(worst, end);
        return worst != End::refused;
    };
    if (!note(tables.read_links()) ||
        !note(tables.read_addresses(room, AddressRoom::Pass::shares))) {
        return worst;
    }
    if (room.has_more() && !note(tables.read_addresses(room, AddressRoom::Pass::rest))) {
        return worst;
    }
    if (!wants_routes) return worst;
    constexpr std::uint8_t families[] = {AF_INET, AF_INET6};
    for (const std::uint8_t family : families) {
        const End end = tables.read_routes(family, room);
        if (end == End::refused) break;  // the list is useful without routes, too
        (void)note(end);
    }
    return worst;
}

}  // namespace

bool list_interfaces(const InterfaceRoom& out_room, InterfaceList& out) {
    KernelTables tables;
    AddressRoom room(out_room);
    for (int i = 0; i < tries_max; ++i) {
        if (!tables.reader.open()) return !is_shortage(errno) && list_partially(out_room, out);
        const End end = read_all(tables, room, !out_room.routes.empty());
        if (end == End::refused) return list_partially(out_room, out);
        if (end != End::interrupted) break;
    }
    out = room.list();
    out.is_truncated = out.is_truncated || tables.links.is_full();
    return true;
}

}  // namespace mpdisc::platform
