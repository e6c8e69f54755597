// SPDX-License-Identifier: MIT
#include "runtime/discovery_port.h"

#include <algorithm>
#include <cstdint>

#include "wire/group.h"

namespace mpdisc::runtime {
namespace {

constexpr TimeUs retry_gap_us_min = 100'000;
constexpr TimeUs retry_gap_us_max = 60'000'000;
constexpr TimeUs rivals_gap_us = 250'000;
constexpr TimeUs absence_min_us = 1'000'000;
/// In which a successor has called, and has answered who it is.
constexpr TimeUs absence_grace_us = 1'500'000;
constexpr std::size_t rivals_unknown = SIZE_MAX;

}  // namespace

platform::SocketError DiscoveryPort::bind_one(platform::UdpSocket& socket, Family family) {
    platform::UdpSocketOptions options;
    options.family = family;
    options.port = port_;
    options.takes_over = takes_over_;
    options.reports_refusals = true;
    options.large_buffers = true;
    const platform::SocketError error = socket.open(options);
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
    rivals_ = takes_over ? elector().count_rivals() : 0;
    rivals_due_us_ = rivals_ == 0 ? never_us : now_us + rivals_gap_us;
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
    v4_.close();
    retry_us_ = never_us;
    rivals_due_us_ = never_us;
}

void DiscoveryPort::join_groups(std::span<const InterfaceAddress> interfaces) {
    if (!v6_.is_open()) return;
    for (const InterfaceAddress& entry : interfaces) {
        if (entry.address.family != Family::ipv6 || !entry.can_multicast) continue;
        // What cannot be joined now is tried again with the next change; IPv4 works meanwhile.
        (void)v6_.join(wire::discovery_group(), entry.if_index);
    }
}

bool DiscoveryPort::tend(TimeUs now_us) {
    const bool renewed = outlast_rivals(now_us);
    return retry(now_us) || renewed;
}

bool DiscoveryPort::outlast_rivals(TimeUs now_us) {
    if (now_us < rivals_due_us_) return false;
    // Who hung until now may have been replaced, and is about to learn that. Who does not, takes
    // the port over once more: a newer one may have come and gone.
    if (now_us >= rivals_due_us_ + absence_min_us) {
        rivals_ = rivals_unknown;
        rivals_due_us_ = now_us + absence_grace_us;
        return false;
    }
    rivals_due_us_ = now_us + rivals_gap_us;
    const bool is_open = v4_.is_open() || v6_.is_open();
    const std::size_t before = rivals_;
    rivals_ = is_open ? elector().count_rivals() : 0;
    if (is_open && rivals_ == 0) {
        rivals_due_us_ = never_us;
        takes_over_ = false;
        return false;
    }
    // More of them mean that this one hung itself, and was replaced.
    if (is_open && rivals_ >= before) return false;
    close();
    // What fails now is tried again.
    rivals_due_us_ = now_us + rivals_gap_us;
    return claim(now_us, true) == platform::SocketError::none;
}

bool DiscoveryPort::retry(TimeUs now_us) {
    if (now_us < retry_us_) return false;
    const platform::SocketError error = bind_one(v6_, Family::ipv6);
    plan_retry(now_us, error);
    return error == platform::SocketError::none;
}

}  // namespace mpdisc::runtime
