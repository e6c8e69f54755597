// SPDX-License-Identifier: MIT
#include "tests/sim/network.h"

#include <algorithm>
#include <utility>

#include "mpdisc/limits.h"
#include "wire/announcement_port.h"

namespace mpdisc::sim {
namespace {

constexpr std::uint16_t announcement_port = wire::announcement_port(limits::discovery_port_default);

/// Without a pace.
constexpr TimeUs loopback_latency_us = 20;
constexpr TimeUs lan_latency_us = 150;

IpAddress loopback_broadcast() {
    return IpAddress::v4(127, 255, 255, 255);
}

std::string name_at(const Host& host, const Packet& packet) {
    const Socket* socket = host.find(packet.to.port, packet.from.port);
    return socket == nullptr ? host.label + " nobody" : socket->owner.label;
}

}  // namespace

void Network::cut_loopback(const Host& host, bool cut) {
    std::erase(loopbacks_cut_, &host);
    if (cut) loopbacks_cut_.push_back(&host);
}

bool Network::is_loopback_cut(const Host& host) const {
    return std::find(loopbacks_cut_.begin(), loopbacks_cut_.end(), &host) != loopbacks_cut_.end();
}

void Network::calm() {
    calm_ = true;
    lan_cut_ = false;
    loopbacks_cut_.clear();
}

Host* Network::find(const IpAddress& lan_address) const {
    const std::size_t number = host_number(lan_address);
    const bool is_client = number >= client_hosts_first;
    const auto& hosts = is_client ? client_hosts_ : hosts_;
    const std::size_t place = number - (is_client ? client_hosts_first : 1);
    return number == 0 || place >= hosts.size() ? nullptr : hosts[place].get();
}

Network::Medium Network::medium(const Host& from, const Host& to, bool is_local) {
    const Profile& profile = world_.profile;
    Medium made{is_local ? loopback_latency_us : lan_latency_us, 0, 0, 0, slow_max_us};
    if (calm_) return made;
    if (profile.pace) {
        const Pace& pace = *profile.pace;
        made.slow_max_us = pace.slow_max_us;
        made.latency_us = pace.lo_latency_us;
        if (!is_local) {
            made.has_sides = true;
            made.latency_us = from.lan_distance_us + to.lan_distance_us +
                              world_.noise.below(pace.lan_jitter_us + 1);
        }
    }
    made.loss_permille = is_local ? profile.lo_loss_permille : profile.lan_loss_permille;
    made.double_permille = is_local ? profile.lo_double_permille : profile.lan_double_permille;
    made.slow_permille = is_local ? profile.lo_slow_permille : profile.lan_slow_permille;
    return made;
}

bool Network::are_apart(const Host& one, const Host& other) const {
    return lan_split_ && host_number(one.lan_address()) % 2 != host_number(other.lan_address()) % 2;
}

bool Network::loses_on_one_side() {
    const auto& pace = world_.profile.pace;
    return pace && pace->side_loss_ppm != 0 && world_.noise.below(1'000'000) < pace->side_loss_ppm;
}

bool Network::send(Program& sender, std::uint16_t from_port, const core::Outbound& out) {
    Host& host = sender.host;
    const IpAddress& to = out.route.to.address;
    const bool is_local = to.is_loopback() || to == host.lan_address();
    const std::size_t size_max =
        is_local ? limits::loopback_datagram_max : limits::network_datagram_max;
    if (out.bytes.size() > size_max) world_.fail("contract", sender.label + " sends too much");
    if (is_local && !host.is_loopback_up()) return false;

    Packet packet;
    packet.from.port = from_port;
    packet.from.address = out.route.source;
    if (packet.from.address.family == Family::any) {
        packet.from.address =
            to.is_loopback() ? IpAddress::loopback(Family::ipv4) : host.lan_address();
    }
    packet.to = out.route.to;
    packet.is_to_all = to == loopback_broadcast() || to == lan_broadcast();
    if (packet.to.port == announcement_port && !packet.is_to_all) {
        world_.fail("contract", sender.label + " sends a unicast to the announcement port");
    }
    packet.payload =
        std::make_shared<const std::vector<std::uint8_t>>(out.bytes.begin(), out.bytes.end());
    note(sender, packet);
    if (world_.profile.pace) sender.spend(world_.profile.pace->send_us);
    if (is_local) {
        send_local(sender, std::move(packet));
    } else {
        send_to_lan(sender, packet);
    }
    return true;
}

void Network::note(Program& sender, const Packet& packet) {
    if (world_.observer != nullptr) world_.observer->sent(sender, packet);
    world_.trace.mix(world_.now_us() << 16 ^ packet.to.port);
    const std::span<const std::uint8_t> bytes = packet.bytes();
    world_.trace.mix(bytes.size() << 8 ^ bytes[4]);
    if (!world_.trace.prints()) return;
    std::string to = "everybody";
    if (packet.to.address.is_loopback()) to = name_at(sender.host, packet);
    if (packet.to.address == loopback_broadcast()) to = sender.host.label + " everybody";
    if (const Host* host = find(packet.to.address)) to = name_at(*host, packet);
    sender.note("-> " + to + " " +
                message_text({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

void Network::send_local(Program& sender, Packet packet) {
    Host& host = sender.host;
    if (is_loopback_cut(host)) return;
    if (packet.is_to_all) packet.to.address = IpAddress::loopback(Family::ipv4);
    packet.if_index = lo;
    carry(medium(host, host, true), sender, host, packet);
}

void Network::send_to_lan(Program& sender, const Packet& packet) {
    const bool is_lost = loses_on_one_side();
    if (is_lost) sender.note("the network loses it on its way to the switch");
    if (!packet.is_to_all) {
        Host* only = find(packet.to.address);
        if (only != nullptr && !is_lost) carry_over_lan(sender, *only, packet);
        return;
    }
    for (const auto* hosts : {&hosts_, &client_hosts_}) {
        for (const auto& host : *hosts) {
            if (is_lost && host.get() != &sender.host) continue;
            carry_over_lan(sender, *host, packet);
        }
    }
    if (together_.empty()) return;
    world_.clock.after(lan_latency_us, [packet, hosts = std::exchange(together_, {})] {
        Packet copy = packet;
        copy.if_index = eth0;
        for (Host* host : hosts) {
            copy.to.address = host->lan_address();
            (void)host->deliver(copy);
        }
    });
}

void Network::carry_over_lan(Program& sender, Host& to, const Packet& packet) {
    const bool is_own = &to == &sender.host;
    if (!is_own && (lan_cut_ || to.suspended || are_apart(sender.host, to))) return;
    Packet copy = packet;
    copy.to.address = to.lan_address();
    copy.if_index = eth0;
    carry(medium(sender.host, to, is_own), sender, to, copy);
}

void Network::carry(const Medium& medium, const Program& sender, Host& to, const Packet& packet) {
    Dice& dice = world_.noise;
    if (dice.chance(medium.loss_permille) || (medium.has_sides && loses_on_one_side())) {
        world_.note(to.label, "the network loses it");
        return;
    }
    const int copies = dice.chance(medium.double_permille) ? 2 : 1;
    for (int n = 0; n < copies; ++n) {
        TimeUs latency_us = sender.spent_us() + medium.latency_us;
        if (dice.chance(medium.slow_permille)) latency_us += dice.below(medium.slow_max_us);
        const bool is_usual = packet.is_to_all && &to != &sender.host && !world_.profile.pace &&
                              latency_us == lan_latency_us;
        if (is_usual) {
            together_.push_back(&to);
            continue;
        }
        world_.clock.after(latency_us, [this, &from = sender.host, &to, packet] {
            if (!to.deliver(packet)) refuse(to, from, packet);
        });
    }
}

void Network::refuse(Host& from, Host& to, const Packet& packet) {
    if (world_.noise.chance(world_.profile.icmp_loss_permille)) return;
    const bool is_open = !lan_cut_ && !to.suspended && !are_apart(from, to);
    if (!is_open) return;
    world_.clock.after(lan_latency_us, [&to, packet] { to.hear_refusal(packet); });
}

}  // namespace mpdisc::sim
