// SPDX-License-Identifier: MIT
#include "runtime/discovery_port.h"

#include <algorithm>

#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

bool can_join_on(const InterfaceAddress& entry) {
    return entry.address.family == Family::ipv6 && entry.can_multicast;
}

}  // namespace

platform::SocketError DiscoveryPort::bind_one(platform::UdpSocket& socket, Family family,
                                              bool takes_over) {
    platform::UdpSocketOptions options;
    options.family = family;
    options.port = port_;
    options.reports_refusals = true;
    options.large_buffers = true;
    const platform::SocketError error =
        takes_over ? socket.take_over(options) : socket.open(options);
    if (error == platform::SocketError::none) has_successors_ = socket.allow_takeover();
    return error;
}

platform::SocketError DiscoveryPort::claim(bool takes_over) {
    const platform::SocketError of_v4 = bind_one(v4_, Family::ipv4, takes_over);
    const bool has_v4 = of_v4 != platform::SocketError::unavailable;
    if (has_v4 && of_v4 != platform::SocketError::none) return of_v4;
    const platform::SocketError of_v6 = bind_one(v6_, Family::ipv6, takes_over);
    note_ipv6(of_v6);
    return has_v4 ? of_v4 : of_v6;
}

bool DiscoveryPort::claim_ipv6(bool takes_over) {
    note_ipv6(bind_one(v6_, Family::ipv6, takes_over));
    return !lacks_ipv6_;
}

void DiscoveryPort::note_ipv6(platform::SocketError error) {
    lacks_ipv6_ =
        error != platform::SocketError::none && error != platform::SocketError::unavailable;
}

void DiscoveryPort::close() {
    v6_.close();
    memberships_.erase(0, memberships_.size());
    v4_.close();
}

void DiscoveryPort::note_losses(const platform::InterfaceLosses& losses) {
    for (Membership& each : memberships_.view()) {
        each.may_be_lost = each.may_be_lost || losses.has(each.if_index);
    }
}

void DiscoveryPort::join_groups(std::span<const InterfaceAddress> interfaces) {
    if (!v6_.is_open()) return;
    leave_groups(interfaces);
    for (const InterfaceAddress& entry : interfaces) {
        if (can_join_on(entry)) join_group(entry.if_index);
    }
}

void DiscoveryPort::leave_groups(std::span<const InterfaceAddress> interfaces) {
    std::size_t kept = 0;
    for (const Membership& each : memberships_.view()) {
        const bool is_there = std::ranges::any_of(interfaces, [&](const InterfaceAddress& entry) {
            return entry.if_index == each.if_index && can_join_on(entry);
        });
        if (is_there && !each.may_be_lost) {
            memberships_[kept++] = each;
        } else {
            v6_.leave(wire::discovery_group(), each.if_index);
        }
    }
    memberships_.erase(kept, memberships_.size() - kept);
}

void DiscoveryPort::join_group(std::uint32_t if_index) {
    const auto is_same = [&](const Membership& each) { return each.if_index == if_index; };
    const bool is_full = memberships_.size() == limits::interfaces_max;
    if (is_full || std::ranges::any_of(memberships_, is_same)) return;
    // The next change of interfaces tries a failed join again. IPv4 works meanwhile.
    if (v6_.join(wire::discovery_group(), if_index) != platform::SocketError::none) return;
    (void)memberships_.push_back({if_index, false});  // reserve() made room
}

}  // namespace mpdisc::runtime
