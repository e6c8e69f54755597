// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "tests/sim/pace.h"

namespace mpdisc::sim {

/// The settings of one run: its hosts, the faults that may happen, and for how long.
struct Profile {
    std::string name = "drawn";
    unsigned hosts = 1;
    /// The number of providers on each host at the start.
    unsigned providers = 4;
    unsigned users = 1;

    /// Whether all programs share a key.
    bool has_keys = false;
    /// How often each host announces itself; 0: never.
    std::uint32_t announce_s = limits::announce_s_default;

    /// How long a host may be silent before a watch gives it up.
    std::uint32_t lost_after_ms = limits::lost_after_ms_default;

    // --- Faults of the first phase ---

    TimeUs faults_us = 10'000'000;
    /// The mean gap between two faults.
    TimeUs fault_gap_us = 500'000;
    /// Only one fault at a time: the next one comes when all programs have recovered from the last.
    bool is_orderly = false;
    /// Kills, stops, starts and storms of starts, and services that come and go.
    bool has_kills = true;
    bool has_hangs = false;
    bool has_foreign = false;
    bool has_suspends = false;
    bool has_jumps = false;
    bool has_loopback_cuts = false;
    bool has_loopback_downs = false;
    bool has_lan_cuts = false;
    /// At times the system refuses every other socket that a provider opens.
    bool has_scarcity = false;
    /// The time of day jumps, by days or to before 2020, and back.
    bool has_wall_jumps = false;
    /// A provider with other keys comes, and may get the port.
    bool has_other_keys = false;
    bool has_probes = true;

    // --- Probabilities in thousandths ---

    std::uint64_t lo_loss_permille = 0;
    std::uint64_t lo_double_permille = 0;
    std::uint64_t lo_slow_permille = 0;
    std::uint64_t lan_loss_permille = 0;
    std::uint64_t lan_double_permille = 0;
    std::uint64_t lan_slow_permille = 0;
    std::uint64_t icmp_loss_permille = 0;
    std::uint64_t watch_loss_permille = 0;
    std::uint64_t lying_pids_permille = 0;
    /// Providers in a container. The user id inside equals a user id of the host.
    std::uint64_t containers_permille = 0;
    std::uint64_t slow_schedule_permille = 0;
    /// The new socket is refused to a primary that closed its port to renew it.
    std::uint64_t renewal_refusals_permille = 0;
    /// Another program has the IPv6 port.
    std::uint64_t ipv6_refusals_permille = 0;

    // --- The system ---

    bool has_watch = true;
    bool has_takeover = true;
    /// Whether the system tells which user owns a socket.
    bool tells_users = true;
    /// Whether the older holders share the port when a newer one leaves it.
    bool has_sharing = true;
    /// From how many ports the system chooses. With few ports a port soon has a new owner.
    static constexpr std::uint64_t ephemeral_ports_default = 28'000;
    std::uint64_t ephemeral_ports = ephemeral_ports_default;

    /// Without a pace, a process runs after a random delay, and its work takes no time.
    std::optional<Pace> pace;

    /// Whether a living primary may fail to answer, or its answers may fail to arrive.
    [[nodiscard]] bool may_seem_to_hang() const {
        return has_hangs || has_suspends || has_jumps || disturbs_loopback();
    }
    /// Whether some providers cannot take over from each other.
    [[nodiscard]] bool has_several_users() const { return users > 1 || containers_permille != 0; }
    [[nodiscard]] bool disturbs_loopback() const {
        return has_loopback_cuts || has_loopback_downs || lo_loss_permille != 0 ||
               lo_slow_permille != 0;
    }
    /// Whether the death of a provider may go unseen until a heartbeat or the end of its lease
    /// reveals it. With few ports another program soon has the dead provider's port, and no
    /// datagram is refused.
    [[nodiscard]] bool hides_deaths() const {
        return !has_watch || watch_loss_permille != 0 || lying_pids_permille != 0 ||
               icmp_loss_permille != 0 || disturbs_loopback() ||
               ephemeral_ports < ephemeral_ports_default;
    }

    /// How long after the last fault all programs must have recovered.
    [[nodiscard]] TimeUs bound_us() const;
};

[[nodiscard]] Profile draw_profile(std::uint64_t seed);
/// A fixed profile, varied by the seed. False if no profile has that name.
[[nodiscard]] bool find_profile(std::string_view name, std::uint64_t seed, Profile& out);

/// Switches that fault off. False if no fault has that name.
[[nodiscard]] bool switch_off(std::string_view fault, Profile& profile);
/// The profile's settings in one line.
[[nodiscard]] std::string text_of(const Profile& profile);

}  // namespace mpdisc::sim
