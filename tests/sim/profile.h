// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mpdisc/types.h"
#include "tests/sim/pace.h"

namespace mpdisc::sim {

/// What one run is like: its hosts, what may go wrong there, and how long it does.
struct Profile {
    std::string name = "drawn";
    unsigned hosts = 1;
    /// Providers of each host at the start.
    unsigned providers = 4;
    unsigned users = 1;

    /// All programs have a key in common.
    bool has_keys = false;

    // --- Faults of the first phase ---

    TimeUs faults_us = 10'000'000;
    /// Between two faults, on the average.
    TimeUs fault_gap_us = 500'000;
    /// Of each host, only one at a time: the next one comes when all have got over the last.
    bool is_orderly = false;
    /// Kills, stops, starts and storms of starts; services that come and go.
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

    // --- Chances, of a thousand ---

    std::uint64_t lo_loss_permille = 0;
    std::uint64_t lo_double_permille = 0;
    std::uint64_t lo_slow_permille = 0;
    std::uint64_t lan_loss_permille = 0;
    std::uint64_t lan_double_permille = 0;
    std::uint64_t lan_slow_permille = 0;
    std::uint64_t icmp_loss_permille = 0;
    std::uint64_t watch_loss_permille = 0;
    std::uint64_t lying_pids_permille = 0;
    /// Providers in a container, whose user is called there like one of the host's.
    std::uint64_t containers_permille = 0;
    std::uint64_t slow_schedule_permille = 0;
    /// The new socket is refused to a primary that closed its port to renew it.
    std::uint64_t renewal_refusals_permille = 0;
    /// Another program has the IPv6 port.
    std::uint64_t ipv6_refusals_permille = 0;

    // --- The system ---

    bool has_watch = true;
    bool has_takeover = true;
    /// Whose a socket is.
    bool tells_users = true;
    /// Two who are left of several holders of the port share it.
    bool has_sharing = true;
    /// Out of how many the system chooses; few are soon used again by somebody else.
    static constexpr std::uint64_t ephemeral_ports_default = 28'000;
    std::uint64_t ephemeral_ports = ephemeral_ports_default;

    /// Without one, chance alone says how late a process comes to run, and what it does takes no
    /// time.
    std::optional<Pace> pace;

    /// Whether a primary may not answer, or its answers not come, though it lives.
    [[nodiscard]] bool may_seem_to_hang() const {
        return has_hangs || has_suspends || has_jumps || disturbs_loopback();
    }
    /// Whether some providers cannot take over from each other.
    [[nodiscard]] bool has_several_users() const { return users > 1 || containers_permille != 0; }
    [[nodiscard]] bool disturbs_loopback() const {
        return has_loopback_cuts || has_loopback_downs || lo_loss_permille != 0 ||
               lo_slow_permille != 0;
    }
    /// Whether the death of a provider may go unseen until something else tells. The port of one
    /// that died is somebody else's soon where there are few, and then nobody is refused.
    [[nodiscard]] bool hides_deaths() const {
        return !has_watch || watch_loss_permille != 0 || lying_pids_permille != 0 ||
               icmp_loss_permille != 0 || disturbs_loopback() ||
               ephemeral_ports < ephemeral_ports_default;
    }

    /// How long after the last fault everything is as it should be.
    [[nodiscard]] TimeUs bound_us() const;
};

[[nodiscard]] Profile draw_profile(std::uint64_t seed);
/// A fixed one, varied by the seed; false where there is none of that name.
[[nodiscard]] bool find_profile(std::string_view name, std::uint64_t seed, Profile& out);

/// Takes that fault off; false where there is none of that name.
[[nodiscard]] bool switch_off(std::string_view fault, Profile& profile);
/// What it has, in a line.
[[nodiscard]] std::string text_of(const Profile& profile);

}  // namespace mpdisc::sim
