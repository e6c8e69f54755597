// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "core/kit/datagram.h"
#include "tests/sim/host.h"
#include "tests/sim/program.h"

namespace mpdisc::sim {

/// The greatest extra latency of a slow datagram.
inline constexpr TimeUs slow_max_us = 150 * ms;

/// Carries datagrams between programs: on each host's loopback network and on the LAN.
class Network {
   public:
    explicit Network(World& world) : world_(world) {}

    Host& add_host() {
        const auto number = static_cast<unsigned>(hosts_.size() + 1);
        return *hosts_.emplace_back(std::make_unique<Host>(world_, number));
    }
    /// Adds a host for clients alone.
    Host& add_client_host() {
        const auto number = static_cast<unsigned>(client_hosts_first + client_hosts_.size());
        return *client_hosts_.emplace_back(std::make_unique<Host>(world_, number));
    }
    /// The hosts that have providers, and the others.
    [[nodiscard]] const std::vector<std::unique_ptr<Host>>& hosts() const { return hosts_; }
    [[nodiscard]] const std::vector<std::unique_ptr<Host>>& client_hosts() const {
        return client_hosts_;
    }
    /// The number of the first client host.
    static constexpr std::size_t client_hosts_first = 50'000;

    /// The host with that address, or null.
    [[nodiscard]] Host* find(const IpAddress& lan_address) const;

    /// Sends a machine's datagram from that port. False if the system refuses it.
    [[nodiscard]] bool send(Program& sender, std::uint16_t from_port, const core::Outbound& out);

    /// While cut, no datagram gets through.
    void cut_loopback(const Host& host, bool cut);
    void cut_lan(bool cut) { lan_cut_ = cut; }
    /// While split, every other host hears only the hosts of its half.
    void split_lan(bool split) { lan_split_ = split; }
    /// Ends all cuts. No datagram is lost, doubled or slow afterwards.
    void calm();
    [[nodiscard]] bool is_loopback_cut(const Host& host) const;

   private:
    struct Medium {
        /// Without a pace all datagrams of a medium have the same latency, so that only a slow one
        /// is overtaken.
        TimeUs latency_us;
        std::uint64_t loss_permille;
        std::uint64_t double_permille;
        std::uint64_t slow_permille;
        TimeUs slow_max_us;
        bool has_sides = false;
    };

    [[nodiscard]] Medium medium(const Host& from, const Host& to, bool is_local);
    [[nodiscard]] bool loses_on_one_side();
    [[nodiscard]] bool are_apart(const Host& one, const Host& other) const;
    void send_local(Program& sender, Packet packet);
    void send_to_lan(Program& sender, const Packet& packet);
    void carry_over_lan(Program& sender, Host& to, const Packet& packet);
    void carry(const Medium& medium, const Program& sender, Host& to, const Packet& packet);
    /// Tells the host `to` that the host `from` has no socket for that datagram.
    void refuse(Host& from, Host& to, const Packet& packet);
    void note(Program& sender, const Packet& packet);

    World& world_;
    std::vector<std::unique_ptr<Host>> hosts_;
    std::vector<std::unique_ptr<Host>> client_hosts_;
    std::vector<const Host*> loopbacks_cut_;
    /// The other hosts that a broadcast reaches after the usual latency. One event for all of them
    /// costs less than one for each.
    std::vector<Host*> together_;
    bool lan_cut_ = false;
    bool lan_split_ = false;
    bool calm_ = false;
};

}  // namespace mpdisc::sim
