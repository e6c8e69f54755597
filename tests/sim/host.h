// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mpdisc/address.h"
#include "tests/sim/cpu.h"
#include "tests/sim/keys.h"
#include "tests/sim/socket.h"
#include "tests/sim/world.h"

namespace mpdisc::sim {

class Program;
class ProviderProgram;

inline constexpr std::uint32_t lo = 1;
inline constexpr std::uint32_t eth0 = 2;

/// The broadcast address of the LAN.
[[nodiscard]] IpAddress lan_broadcast();
/// The number of the host with that LAN address; 0 if there is none.
[[nodiscard]] std::size_t host_number(const IpAddress& lan_address);

/// A computer and its kernel: interfaces, sockets and processes.
class Host {
   public:
    Host(World& world, unsigned number);
    ~Host();

    World& world;
    const std::string label;
    /// While true, no program of this host runs.
    bool suspended = false;
    /// The system refuses every other socket.
    bool is_scarce = false;
    /// All faults have ended: the system refuses nothing.
    bool is_calm = false;
    Cpu cpu;
    /// The latency to the switch, in runs with a pace.
    TimeUs lan_distance_us = 0;

    /// This host's monotonic clock.
    [[nodiscard]] TimeUs now_us() const { return world.now_us() + clock_offset_us_; }
    [[nodiscard]] TimeUs to_world_us(TimeUs host_us) const;
    void jump_clock(TimeUs ahead_us);
    /// This host's time of day in milliseconds since 1970; not before 1970.
    [[nodiscard]] std::uint64_t wall_ms() const {
        const auto right_ms = static_cast<std::int64_t>(sim::wall_ms(world.now_us()));
        return static_cast<std::uint64_t>(std::max(right_ms + wall_offset_ms_, std::int64_t{0}));
    }
    void set_wall_clock(std::int64_t offset_ms) {
        wall_offset_ms_ = offset_ms;
        wall_set_us_ = world.now_us();
    }
    /// Whether the time of day is right, and when it was set last.
    [[nodiscard]] bool is_wall_right() const { return wall_offset_ms_ == 0; }
    [[nodiscard]] TimeUs wall_set_us() const { return wall_set_us_; }
    /// Ends the suspension: the programs of this host run again.
    void resume();

    // --- Interfaces ---

    [[nodiscard]] std::vector<InterfaceAddress> interfaces() const;
    [[nodiscard]] const IpAddress& lan_address() const { return lan_address_; }
    [[nodiscard]] bool is_loopback_up() const { return loopback_up_; }
    void set_loopback(bool up);

    // --- Sockets ---

    /// Whether the system gives a provider the socket that it asks for now.
    [[nodiscard]] bool grants_socket() const { return !is_scarce || world.noise.chance(500); }
    [[nodiscard]] bool grants_renewal() const {
        return grants_socket() && grants(world.profile.renewal_refusals_permille);
    }
    [[nodiscard]] bool grants_ipv6() const { return grants(world.profile.ipv6_refusals_permille); }
    /// Binds the discovery port; fails if any socket has it.
    [[nodiscard]] bool bind(Socket& socket);
    /// Binds the discovery port beside its holders. Each holder must allow takeovers and belong to
    /// the same user.
    [[nodiscard]] bool take_over(Socket& socket);
    /// Closes the discovery port and takes it over at once, so that this socket is the newest
    /// again.
    void renew(Socket& socket);
    /// Opens the socket on the announcement port. Any number of sockets share it, and each of them
    /// gets every broadcast.
    void listen(Socket& socket);
    /// Opens the socket on an ephemeral port.
    void open(Socket& socket);
    void close(Socket& socket);
    [[nodiscard]] const std::vector<Socket*>& port_holders() const { return port_holders_; }
    /// When a socket last got the discovery port or gave it up.
    [[nodiscard]] TimeUs port_changed_us() const { return port_changed_us_; }
    /// The time of the change before that one, and whether the port was shared between the two.
    [[nodiscard]] TimeUs port_changed_before_us() const { return port_changed_before_us_; }
    [[nodiscard]] bool was_port_shared() const { return port_was_shared_; }
    /// Whether the last change was that a holder renewed its hold.
    [[nodiscard]] bool was_port_renewed() const { return port_was_renewed_; }
    /// Whether several holders share the port's unicasts, because a newer holder has left.
    [[nodiscard]] bool is_port_shared() const { return port_is_shared_; }
    /// The socket that gets unicasts from `from_port` to `port`. On the discovery port this is the
    /// newest holder. After the newest holder has left, the others divide the senders among
    /// themselves (platform/udp_socket.h, take_over()).
    [[nodiscard]] Socket* find(std::uint16_t port, std::uint16_t from_port) const;
    /// All sockets on ephemeral ports, by port.
    [[nodiscard]] const std::map<std::uint16_t, Socket*>& ephemeral() const { return sockets_; }
    /// Hands a datagram that has reached this host to its sockets. False if it is a unicast from
    /// another host, and no socket has the port. If the sender is on this host, it is told so.
    [[nodiscard]] bool deliver(const Packet& packet);
    /// Another host says that no socket there has this datagram's port.
    void hear_refusal(const Packet& packet);

    // --- Processes ---

    template <typename Made, typename... Arguments>
    Made& add(Arguments&&... arguments) {
        auto made = std::make_unique<Made>(*this, std::forward<Arguments>(arguments)...);
        Made& reference = *made;
        programs_.push_back(std::move(made));
        return reference;
    }
    [[nodiscard]] std::uint32_t new_process_id() { return next_process_id_++; }
    /// All programs in the order of their start, including the ended ones.
    [[nodiscard]] const std::vector<std::unique_ptr<Program>>& programs() const {
        return programs_;
    }
    /// All providers that have not ended, except those with other keys.
    [[nodiscard]] std::vector<ProviderProgram*> living_providers() const;
    /// The running provider that has both the port and the primary's role, or null.
    [[nodiscard]] ProviderProgram* primary() const;
    [[nodiscard]] bool is_running(std::uint32_t process_id) const;
    void process_ended(std::uint32_t process_id);

   private:
    [[nodiscard]] bool grants(std::uint64_t refusals_permille) const {
        return is_calm || !world.noise.chance(refusals_permille);
    }
    void enqueue(Socket& receiver, const Packet& packet);
    void grant_port(Socket& socket);
    void note_port_change();
    void report_refused(const Packet& packet);

    const IpAddress lan_address_;
    bool loopback_up_ = true;
    TimeUs clock_offset_us_;
    std::int64_t wall_offset_ms_ = 0;
    TimeUs wall_set_us_ = 0;
    std::vector<Socket*> port_holders_;
    bool port_is_shared_ = false;
    bool port_was_shared_ = false;
    bool port_was_renewed_ = false;
    TimeUs port_changed_us_ = 0;
    TimeUs port_changed_before_us_ = 0;
    std::vector<Socket*> listeners_;
    std::map<std::uint16_t, Socket*> sockets_;
    /// When each ephemeral port was last closed.
    std::map<std::uint16_t, TimeUs> closed_us_;
    std::vector<std::unique_ptr<Program>> programs_;
    std::uint32_t next_process_id_ = 100;
};

}  // namespace mpdisc::sim
