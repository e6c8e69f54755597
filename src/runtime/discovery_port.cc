// SPDX-License-Identifier: MIT
#include "runtime/discovery_port.h"

#include <algorithm>

#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

constexpr TimeUs retry_gap_us_min = 100'000;
constexpr TimeUs retry_gap_us_max = 60'000'000;

bool listens_by(const InterfaceAddress& entry) {
    return entry.address.family == Family::ipv6 && entry.can_multicast;
}

}  // namespace

platform::SocketError DiscoveryPort::bind_one(platform::UdpSocket& socket, Family family) {
    platform::UdpSocketOptions options;
    options.family = family;
    options.port = port_;
    options.reports_refusals = true;
    options.large_buffers = true;
    const platform::SocketError error =
        takes_over_ ? socket.take_over(options) : socket.open(options);
    if (error == platform::SocketError::none) has_successors_ = socket.allow_takeover();
    return error;
}

platform::SocketError DiscoveryPort::claim(TimeUs now_us, bool takes_over) {
    takes_over_ = takes_over;
    const platform::SocketError of_v4 = bind_one(v4_, Family::ipv4);
    const bool decides = of_v4 != platform::SocketError::unavailable;
    if (decides && of_v4 != platform::SocketError::none) return of_v4;
    const platform::SocketError of_v6 = bind_one(v6_, Family::ipv6);
    if (!decides && of_v6 != platform::SocketError::none) return of_v6;
    retry_gap_us_ = retry_gap_us_min;
    plan_retry(now_us, of_v6);
    rivals_.begin(now_us, takes_over ? elector().count_rivals() : 0);
    return platform::SocketError::none;
}

void DiscoveryPort::plan_retry(TimeUs now_us, platform::SocketError of_v6) {
    const bool settled =
        of_v6 == platform::SocketError::none || of_v6 == platform::SocketError::unavailable;
    retry_us_ = settled ? never_us : now_us + retry_gap_us_;
    retry_gap_us_ = std::min(retry_gap_us_ * 2, retry_gap_us_max);
}

void DiscoveryPort::close() {
    v6_.close();
    memberships_.erase(0, memberships_.size());
    v4_.close();
    retry_us_ = never_us;
    rivals_.end();
}

void DiscoveryPort::note_losses(const platform::InterfaceLosses& losses) {
    for (Membership& each : memberships_.view()) {
        each.is_in_doubt = each.is_in_doubt || losses.has(each.if_index);
    }
}

void DiscoveryPort::join_groups(std::span<const InterfaceAddress> interfaces) {
    if (!v6_.is_open()) return;
    leave_groups(interfaces);
    for (const InterfaceAddress& entry : interfaces) {
        if (listens_by(entry)) join_group(entry.if_index);
    }
}

void DiscoveryPort::leave_groups(std::span<const InterfaceAddress> interfaces) {
    std::size_t kept = 0;
    for (const Membership& each : memberships_.view()) {
        const bool is_there = std::ranges::any_of(interfaces, [&](const InterfaceAddress& entry) {
            return entry.if_index == each.if_index && listens_by(entry);
        });
        if (is_there && !each.is_in_doubt) {
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
    // What cannot be joined now is tried again with the next change; IPv4 works meanwhile.
    if (v6_.join(wire::discovery_group(), if_index) != platform::SocketError::none) return;
    (void)memberships_.push_back({if_index, false});  // there is room
}

bool DiscoveryPort::tend(TimeUs now_us) {
    const bool renewed = outlast_rivals(now_us);
    return retry(now_us) || renewed;
}

bool DiscoveryPort::outlast_rivals(TimeUs now_us) {
    if (!rivals_.is_due(now_us)) return false;
    const bool is_open = v4_.is_open() || v6_.is_open();
    if (is_open) {
        const std::size_t rivals = elector().count_rivals();
        if (rivals == 0) takes_over_ = false;
        if (!rivals_.has_outlasted_one(rivals)) return false;
    }
    close();
    // What fails now is tried again.
    rivals_.begin(now_us, 1);
    return claim(now_us, true) == platform::SocketError::none;
}

bool DiscoveryPort::retry(TimeUs now_us) {
    if (now_us < retry_us_) return false;
    const platform::SocketError error = bind_one(v6_, Family::ipv6);
    plan_retry(now_us, error);
    return error == platform::SocketError::none;
}

}  // namespace mpdisc::runtime
