// SPDX-License-Identifier: MIT
#pragma once

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

/// To all hosts of the LAN.
[[nodiscard]] IpAddress lan_broadcast();
/// Whose address on the LAN that is; 0: nobody's.
[[nodiscard]] std::size_t host_number(const IpAddress& lan_address);

/// A computer and its kernel: interfaces, sockets, processes.
class Host {
   public:
    Host(World& world, unsigned number);
    ~Host();

    World& world;
    const std::string label;
    /// Nobody runs.
    bool suspended = false;
    /// The system has takeovers; it tells of processes that end.
    bool has_takeover = true;
    bool has_watch = true;
    Cpu cpu;
    /// How far it is from the switch, where the run has a pace.
    TimeUs lan_distance_us = 0;

    /// This host's clock.
    [[nodiscard]] TimeUs now_us() const { return world.now_us() + clock_offset_us_; }
    [[nodiscard]] TimeUs to_world_us(TimeUs host_us) const;
    void jump_clock(TimeUs ahead_us);
    /// This host's time of day, milliseconds since 1970.
    [[nodiscard]] std::uint64_t wall_ms() const {
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(sim::wall_ms(world.now_us())) +
                                          wall_offset_ms_);
    }
    void set_wall_clock(std::int64_t offset_ms) { wall_offset_ms_ = offset_ms; }
    /// Everybody runs again who was stopped with the host.
    void resume();

    // --- Interfaces ---

    [[nodiscard]] std::vector<InterfaceAddress> interfaces() const;
    [[nodiscard]] const IpAddress& lan_address() const { return lan_address_; }
    [[nodiscard]] bool is_loopback_up() const { return loopback_up_; }
    void set_loopback(bool up);

    // --- Sockets ---

    /// Nobody else may have the discovery port.
    [[nodiscard]] bool bind(Socket& socket);
    /// All who have it must have allowed that, and be of the same user.
    [[nodiscard]] bool take_over(Socket& socket);
    /// Closes the discovery port and takes it over at once, so that it is the newest again.
    void renew(Socket& socket);
    /// On a port of its own.
    void open(Socket& socket);
    void close(Socket& socket);
    [[nodiscard]] const std::vector<Socket*>& port_holders() const { return port_holders_; }
    /// When somebody got the discovery port last, or gave it up.
    [[nodiscard]] TimeUs port_changed_us() const { return port_changed_us_; }
    /// The same before that; whether it was shared until then.
    [[nodiscard]] TimeUs port_changed_before_us() const { return port_changed_before_us_; }
    [[nodiscard]] bool was_port_shared() const { return port_was_shared_; }
    /// Whether those left by a newer one each get a share.
    [[nodiscard]] bool is_port_shared() const { return port_is_shared_; }
    /// Who gets unicasts to that port, which come from that one: the newest, or of several who were
    /// left by a newer one each its share (platform/udp_socket.h, take_over()).
    [[nodiscard]] Socket* find(std::uint16_t port, std::uint16_t from_port) const;
    /// Who has that port of those that the system chose; null where nobody does.
    [[nodiscard]] Socket* find_ephemeral(std::uint16_t port) const;
    /// All of them.
    [[nodiscard]] const std::map<std::uint16_t, Socket*>& ephemeral() const { return sockets_; }
    /// Everything that came to this host ends here. Whose port nobody has is reported back where
    /// it came from this host.
    void deliver(const Packet& packet, bool is_broadcast);

    // --- Processes ---

    template <typename Made, typename... Arguments>
    Made& add(Arguments&&... arguments) {
        auto made = std::make_unique<Made>(*this, std::forward<Arguments>(arguments)...);
        Made& reference = *made;
        programs_.push_back(std::move(made));
        return reference;
    }
    [[nodiscard]] std::uint32_t new_process_id() { return next_process_id_++; }
    /// In order of their start, the ended ones too.
    [[nodiscard]] const std::vector<std::unique_ptr<Program>>& programs() const {
        return programs_;
    }
    [[nodiscard]] std::vector<ProviderProgram*> living_providers() const;
    /// Who has the port and the role, and runs; null where nobody does.
    [[nodiscard]] ProviderProgram* primary() const;
    [[nodiscard]] bool is_running(std::uint32_t process_id) const;
    void process_ended(std::uint32_t process_id);

   private:
    void enqueue(Socket& receiver, const Packet& packet);
    void grant_port(Socket& socket);
    void note_port_change();
    void report_refused(const Packet& packet);

    const IpAddress lan_address_;
    bool loopback_up_ = true;
    TimeUs clock_offset_us_;
    std::int64_t wall_offset_ms_ = 0;
    std::vector<Socket*> port_holders_;
    bool port_is_shared_ = false;
    bool port_was_shared_ = false;
    TimeUs port_changed_us_ = 0;
    TimeUs port_changed_before_us_ = 0;
    std::map<std::uint16_t, Socket*> sockets_;
    /// When somebody had that port of those that the system chose last.
    std::map<std::uint16_t, TimeUs> closed_us_;
    std::vector<std::unique_ptr<Program>> programs_;
    std::uint32_t next_process_id_ = 100;
};

}  // namespace mpdisc::sim
