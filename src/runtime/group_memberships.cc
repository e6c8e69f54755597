// SPDX-License-Identifier: MIT
#include "runtime/group_memberships.h"

#include <algorithm>

#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

bool can_join_on(const InterfaceAddress& entry) {
    return entry.address.family == Family::ipv6 && entry.can_multicast;
}

}  // namespace

void GroupMemberships::update(platform::UdpSocket& socket,
                              std::span<const InterfaceAddress> interfaces) {
    if (!socket.is_open()) return;
    leave(socket, interfaces);
    for (const InterfaceAddress& entry : interfaces) {
        if (can_join_on(entry)) join(socket, entry.if_index);
    }
}

void GroupMemberships::note_losses(const platform::InterfaceLosses& losses) {
    for (Membership& each : all_.view()) {
        each.may_be_lost = each.may_be_lost || losses.has(each.if_index);
    }
}

void GroupMemberships::leave(platform::UdpSocket& socket,
                             std::span<const InterfaceAddress> interfaces) {
    std::size_t kept = 0;
    for (const Membership& each : all_.view()) {
        const bool is_there = std::ranges::any_of(interfaces, [&](const InterfaceAddress& entry) {
            return entry.if_index == each.if_index && can_join_on(entry);
        });
        if (is_there && !each.may_be_lost) {
            all_[kept++] = each;
        } else {
            socket.leave(wire::discovery_group(), each.if_index);
        }
    }
    all_.erase(kept, all_.size() - kept);
}

void GroupMemberships::join(platform::UdpSocket& socket, std::uint32_t if_index) {
    const auto is_same = [&](const Membership& each) { return each.if_index == if_index; };
    const bool is_full = all_.size() == limits::interfaces_max;
    if (is_full || std::ranges::any_of(all_, is_same)) return;
    // The next change of interfaces tries a failed join again. IPv4 works meanwhile.
    if (socket.join(wire::discovery_group(), if_index) != platform::SocketError::none) return;
    (void)all_.push_back({if_index, false});  // reserve() made room
}

}  // namespace mpdisc::runtime
