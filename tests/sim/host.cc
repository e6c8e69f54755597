// SPDX-License-Identifier: MIT
#include "tests/sim/host.h"

#include <algorithm>

#include "mpdisc/limits.h"
#include "tests/sim/provider_program.h"
#include "wire/announcement_port.h"

namespace mpdisc::sim {
namespace {

/// Host clocks do not start at zero. Host n starts at n times this.
constexpr TimeUs uptime_us = 1'000 * second;
constexpr std::uint16_t ephemeral_port_min = 32'768;
constexpr TimeUs icmp_delay_max_us = 100;
/// The LAN is 198.18.0.0/16, a part of the network reserved for benchmarks (RFC 2544).
constexpr std::uint8_t lan_prefix_bits = 16;
constexpr unsigned first_on_lan = 10;
constexpr std::uint16_t announcement_port = wire::announcement_port(limits::discovery_port_default);

InterfaceAddress make_interface(std::uint32_t index, std::string_view name,
                                const IpAddress& address, std::uint8_t prefix_bits) {
    InterfaceAddress made;
    made.if_index = index;
    (void)made.if_name.assign(name);
    made.address = address;
    made.prefix_bits = prefix_bits;
    made.is_loopback = index == lo;
    made.can_multicast = index != lo;
    if (index != lo) made.broadcast = lan_broadcast();
    return made;
}

IpAddress lan_address_of(unsigned number) {
    const unsigned on_lan = first_on_lan + number;
    return IpAddress::v4(198, 18, static_cast<std::uint8_t>(on_lan >> 8),
                         static_cast<std::uint8_t>(on_lan));
}

}  // namespace

IpAddress lan_broadcast() {
    return IpAddress::v4(198, 18, 255, 255);
}

std::size_t host_number(const IpAddress& lan_address) {
    const auto& bytes = lan_address.bytes;
    if (lan_address.family != Family::ipv4 || bytes[0] != 198 || bytes[1] != 18) return 0;
    const unsigned on_lan = unsigned{bytes[2]} << 8 | bytes[3];
    return on_lan > first_on_lan ? on_lan - first_on_lan : 0;
}

Host::Host(World& in, unsigned number)
    : world(in),
      label("h" + std::to_string(number)),
      cpu(in),
      lan_address_(lan_address_of(number)),
      clock_offset_us_(uptime_us * number) {
    if (!in.profile.pace) return;
    const Pace& pace = *in.profile.pace;
    lan_distance_us = in.noise.between(pace.lan_distance_min_us, pace.lan_distance_max_us);
}

Host::~Host() = default;

TimeUs Host::to_world_us(TimeUs host_us) const {
    return host_us > clock_offset_us_ ? host_us - clock_offset_us_ : 0;
}

void Host::jump_clock(TimeUs ahead_us) {
    clock_offset_us_ += ahead_us;
    for (const auto& program : programs_) program->wait();
}

void Host::resume() {
    suspended = false;
    for (const auto& program : programs_) {
        program->note_woken();
        program->poke();
    }
}

std::vector<InterfaceAddress> Host::interfaces() const {
    std::vector<InterfaceAddress> all;
    if (loopback_up_) all.push_back(make_interface(lo, "lo", IpAddress::v4(127, 0, 0, 1), 8));
    all.push_back(make_interface(eth0, "eth0", lan_address_, lan_prefix_bits));
    return all;
}

void Host::set_loopback(bool up) {
    if (loopback_up_ == up) return;
    loopback_up_ = up;
    for (const auto& program : programs_) program->interfaces_changed();
}

bool Host::bind(Socket& socket) {
    if (!port_holders_.empty()) return false;
    grant_port(socket);
    return true;
}

bool Host::take_over(Socket& socket) {
    const bool granted =
        std::all_of(port_holders_.begin(), port_holders_.end(), [&](const Socket* holder) {
            return world.profile.has_takeover && holder->allows_takeover &&
                   holder->user == socket.user;
        });
    if (!granted) return false;
    grant_port(socket);
    return true;
}

void Host::grant_port(Socket& socket) {
    port_holders_.push_back(&socket);
    note_port_change();
    port_is_shared_ = false;
    socket.port = limits::discovery_port_default;
    socket.bound_us = world.now_us();
}

void Host::note_port_change() {
    port_was_shared_ = port_is_shared_;
    port_was_renewed_ = false;
    port_changed_before_us_ = port_changed_us_;
    port_changed_us_ = world.now_us();
}

void Host::renew(Socket& socket) {
    std::erase(port_holders_, &socket);
    port_holders_.push_back(&socket);
    note_port_change();
    port_was_renewed_ = true;
    port_is_shared_ = false;
    socket.bound_us = world.now_us();
    socket.queue.clear();
    socket.refusals.clear();
}

void Host::listen(Socket& socket) {
    listeners_.push_back(&socket);
    socket.port = announcement_port;
}

void Host::open(Socket& socket) {
    std::uint64_t range = world.profile.ephemeral_ports;
    while (socket.port == 0) {
        const auto port = static_cast<std::uint16_t>(ephemeral_port_min + world.noise.below(range));
        if (sockets_.emplace(port, &socket).second) socket.port = port;
        ++range;
    }
    const auto before = closed_us_.find(socket.port);
    if (before != closed_us_.end()) socket.was_free_us = world.now_us() - before->second;
}

void Host::close(Socket& socket) {
    if (!socket.is_open()) return;
    if (socket.port == limits::discovery_port_default) {
        std::erase(port_holders_, &socket);
        note_port_change();
        port_is_shared_ = world.profile.has_sharing && port_holders_.size() > 1;
    } else if (socket.port == announcement_port) {
        std::erase(listeners_, &socket);
    } else {
        sockets_.erase(socket.port);
        closed_us_[socket.port] = world.now_us();
    }
    socket.port = 0;
    socket.allows_takeover = false;
    socket.queue.clear();
    socket.refusals.clear();
}

Socket* Host::find(std::uint16_t port, std::uint16_t from_port) const {
    if (port == limits::discovery_port_default) {
        if (port_holders_.empty()) return nullptr;
        return port_is_shared_ ? port_holders_[from_port % port_holders_.size()]
                               : port_holders_.back();
    }
    const auto found = sockets_.find(port);
    return found == sockets_.end() ? nullptr : found->second;
}

bool Host::deliver(const Packet& packet) {
    if (packet.is_to_all && packet.to.port == limits::discovery_port_default) {
        for (Socket* holder : port_holders_) enqueue(*holder, packet);
    } else if (packet.is_to_all && packet.to.port == announcement_port) {
        for (Socket* listener : listeners_) enqueue(*listener, packet);
    } else if (Socket* only = find(packet.to.port, packet.from.port);
               only != nullptr && only->accepts_from(packet.from)) {
        enqueue(*only, packet);
    } else if (!packet.is_to_all && packet.if_index == lo) {
        report_refused(packet);
    } else {
        return packet.is_to_all;
    }
    return true;
}

void Host::hear_refusal(const Packet& packet) {
    Socket* sender = find(packet.from.port, packet.to.port);
    if (sender == nullptr || !sender->hears_other_hosts_refuse) return;
    sender->refusals.push_back(packet.to);
    sender->owner.poke();
}

void Host::enqueue(Socket& receiver, const Packet& packet) {
    if (receiver.queue.size() == Socket::queue_max) {
        ++receiver.dropped;
        receiver.owner.note("its queue is full: one is lost");
        return;
    }
    receiver.queue.push_back(packet);
    receiver.owner.poke();
}

void Host::report_refused(const Packet& packet) {
    if (world.noise.chance(world.profile.icmp_loss_permille)) return;
    world.clock.after(world.noise.below(icmp_delay_max_us),
                      [this, from = packet.from, to = packet.to] {
                          Socket* sender = find(from.port, to.port);
                          if (sender == nullptr) return;
                          sender->refusals.push_back(to);
                          sender->owner.poke();
                      });
}

std::vector<ProviderProgram*> Host::living_providers() const {
    std::vector<ProviderProgram*> living;
    for (const auto& program : programs_) {
        ProviderProgram* provider = program->as_provider();
        const bool counts =
            provider != nullptr && !program->has_ended() && !provider->has_other_keys();
        if (counts) living.push_back(provider);
    }
    return living;
}

ProviderProgram* Host::primary() const {
    for (ProviderProgram* provider : living_providers()) {
        if (provider->acts_as_primary()) return provider;
    }
    return nullptr;
}

bool Host::is_running(std::uint32_t process_id) const {
    return std::any_of(programs_.begin(), programs_.end(), [&](const auto& program) {
        return program->process_id() == process_id && !program->has_ended();
    });
}

void Host::process_ended(std::uint32_t process_id) {
    for (const auto& program : programs_) program->process_watch.note_end(process_id);
}

}  // namespace mpdisc::sim
