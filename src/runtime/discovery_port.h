// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "platform/interfaces.h"
#include "platform/udp_socket.h"
#include "runtime/rival_watch.h"

namespace mpdisc::runtime {

/// The discovery port: an IPv4 and an IPv6 socket on it, of which the IPv4 one is the election
/// (on a host without IPv4 the IPv6 one). Whoever binds it is the primary.
class DiscoveryPort {
   public:
    explicit DiscoveryPort(std::uint16_t port) : port_(port) {}

    /// Before all else: makes room for as many groups as there may be interfaces. False for want of
    /// memory.
    [[nodiscard]] bool reserve() { return memberships_.reserve(limits::interfaces_max); }
    [[nodiscard]] std::uint16_t number() const { return port_; }

    /// `none`: this host's requests come here from now on.
    [[nodiscard]] platform::SocketError bind(TimeUs now_us) { return claim(now_us, false); }
    /// The same, even if another program of this user holds the port and has let that happen; it
    /// keeps its sockets, but requests come here.
    [[nodiscard]] platform::SocketError take_over(TimeUs now_us) { return claim(now_us, true); }
    /// Whether programs of the same user may take the port over.
    [[nodiscard]] bool has_successors() const { return has_successors_; }
    /// Gives up IPv6 before IPv4: who gets the one that elects must find the other one free.
    void close();

    /// Listens to the discovery group on each of these interfaces that has IPv6, and on no other
    /// one; to be called again whenever interfaces change.
    void join_groups(std::span<const InterfaceAddress> interfaces);
    /// The system may have forgotten what was joined on those: join_groups() joins it anew.
    void note_losses(const platform::InterfaceLosses& losses);

    /// Does what is due: tries again for an IPv6 port that was not to be had when the IPv4 one was
    /// won, since a primary that died may give up the one a little after the other; and takes
    /// the port over once more where one of several that hung is gone, or may be since this program
    /// hung itself, or requests would be spread over those left. True where there is a new socket.
    [[nodiscard]] bool tend(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const {
        return std::min(retry_us_, rivals_.next_deadline_us());
    }

    [[nodiscard]] platform::UdpSocket& v4() { return v4_; }
    [[nodiscard]] platform::UdpSocket& v6() { return v6_; }
    [[nodiscard]] const platform::UdpSocket& v4() const { return v4_; }
    [[nodiscard]] const platform::UdpSocket& v6() const { return v6_; }
    [[nodiscard]] int last_error() const {
        return v4_.last_error() != 0 ? v4_.last_error() : v6_.last_error();
    }

   private:
    [[nodiscard]] platform::SocketError claim(TimeUs now_us, bool takes_over);
    [[nodiscard]] platform::SocketError bind_one(platform::UdpSocket& socket, Family family);
    void join_group(std::uint32_t if_index);
    /// Ends the memberships of interfaces that are not among these, and those that are in doubt.
    void leave_groups(std::span<const InterfaceAddress> interfaces);
    void plan_retry(TimeUs now_us, platform::SocketError of_v6);
    [[nodiscard]] bool retry(TimeUs now_us);
    [[nodiscard]] bool outlast_rivals(TimeUs now_us);
    [[nodiscard]] platform::UdpSocket& elector() { return v4_.is_open() ? v4_ : v6_; }

    std::uint16_t port_;
    platform::UdpSocket v4_;
    platform::UdpSocket v6_;
    struct Membership {
        std::uint32_t if_index;
        bool is_in_doubt;
    };
    /// Of the IPv6 socket.
    core::Array<Membership> memberships_;
    bool takes_over_ = false;
    bool has_successors_ = false;
    /// How many others hold the port that was taken over; when to look again.
    RivalWatch rivals_;
    TimeUs retry_us_ = never_us;
    TimeUs retry_gap_us_ = 0;
};

}  // namespace mpdisc::runtime
