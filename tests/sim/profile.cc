// SPDX-License-Identifier: MIT
#include "tests/sim/profile.h"

#include <array>

#include "tests/sim/clock.h"
#include "tests/sim/dice.h"

namespace mpdisc::sim {
namespace {

struct NamedFault {
    std::string_view name;
    bool Profile::*has;
};

constexpr std::array faults = {
    NamedFault{"keys", &Profile::has_keys},
    NamedFault{"kills", &Profile::has_kills},
    NamedFault{"hangs", &Profile::has_hangs},
    NamedFault{"foreign", &Profile::has_foreign},
    NamedFault{"suspends", &Profile::has_suspends},
    NamedFault{"jumps", &Profile::has_jumps},
    NamedFault{"loopback-cuts", &Profile::has_loopback_cuts},
    NamedFault{"loopback-downs", &Profile::has_loopback_downs},
    NamedFault{"lan-cuts", &Profile::has_lan_cuts},
    NamedFault{"scarcity", &Profile::has_scarcity},
    NamedFault{"wall-jumps", &Profile::has_wall_jumps},
    NamedFault{"other-keys", &Profile::has_other_keys},
    NamedFault{"sharing", &Profile::has_sharing},
};

struct NamedChance {
    std::string_view name;
    std::uint64_t Profile::*permille;
};

constexpr std::array chances = {
    NamedChance{"lo-loss", &Profile::lo_loss_permille},
    NamedChance{"lo-double", &Profile::lo_double_permille},
    NamedChance{"lo-slow", &Profile::lo_slow_permille},
    NamedChance{"lan-loss", &Profile::lan_loss_permille},
    NamedChance{"lan-double", &Profile::lan_double_permille},
    NamedChance{"lan-slow", &Profile::lan_slow_permille},
    NamedChance{"icmp-loss", &Profile::icmp_loss_permille},
    NamedChance{"watch-loss", &Profile::watch_loss_permille},
    NamedChance{"lying-pids", &Profile::lying_pids_permille},
    NamedChance{"containers", &Profile::containers_permille},
    NamedChance{"slow-schedule", &Profile::slow_schedule_permille},
    NamedChance{"renewal-refusals", &Profile::renewal_refusals_permille},
    NamedChance{"ipv6-refusals", &Profile::ipv6_refusals_permille},
};

Profile draw_size(Dice& dice) {
    Profile made;
    made.hosts = static_cast<unsigned>(dice.chance(700) ? 1 : dice.between(2, 3));
    made.providers =
        static_cast<unsigned>(dice.chance(500) ? dice.between(1, 6) : dice.between(1, 30));
    if (dice.chance(10)) made.providers = 150;
    made.users = dice.chance(150) ? 2 : 1;
    made.faults_us = dice.between(5, 60) * second;
    made.fault_gap_us = dice.between(50, 2'000) * ms;
    return made;
}

void draw_faults(Dice& dice, Profile& out) {
    out.has_kills = dice.chance(900);
    out.has_hangs = dice.chance(400);
    out.has_foreign = dice.chance(250);
    out.has_suspends = dice.chance(150);
    out.has_jumps = dice.chance(150);
    out.has_loopback_cuts = dice.chance(200);
    out.has_loopback_downs = dice.chance(150);
    out.has_lan_cuts = dice.chance(200);
}

void draw_chances(Dice& dice, Profile& out) {
    if (dice.chance(250)) out.lo_loss_permille = dice.between(1, 200);
    if (dice.chance(200)) out.lo_double_permille = dice.between(1, 200);
    if (dice.chance(200)) out.lo_slow_permille = dice.between(1, 200);
    if (dice.chance(250)) out.lan_loss_permille = dice.between(1, 200);
    if (dice.chance(200)) out.lan_double_permille = dice.between(1, 200);
    if (dice.chance(200)) out.lan_slow_permille = dice.between(1, 200);
    if (dice.chance(200)) out.icmp_loss_permille = dice.between(1, 1'000);
    if (dice.chance(150)) out.watch_loss_permille = dice.between(1, 1'000);
    if (dice.chance(200)) out.lying_pids_permille = dice.between(1, 1'000);
}

}  // namespace

TimeUs Profile::bound_us() const {
    // A provider that looks for a primary, or took a stranger for one, tries the port every 1.5 s.
    // All others learn at once, by the process watch or by a refused datagram.
    TimeUs bound_us = 2 * second;
    // A deputy waits for at most 3.5 s, and calls the others when it takes over. If an old primary
    // wakes beside it, the new one calls it within a second. Two such cases may follow each other.
    if (may_seem_to_hang()) bound_us = 5 * second;
    // A primary that was itself absent ends no lease for 10 s.
    if (has_suspends || has_jumps) bound_us += 10 * second;
    // A provider that wrongly believes it is registered learns better by its next heartbeat at the
    // latest. An unanswered heartbeat is repeated every 5 s.
    if (hides_deaths()) bound_us += 35 * second;
    // A provider that died unseen is removed when its lease ends.
    if (hides_deaths()) bound_us += 30 * second;
    if (slow_schedule_permille != 0) bound_us += 1 * second;
    return bound_us;
}

Profile draw_profile(std::uint64_t seed) {
    Dice dice(seed ^ 0x5EED'0F00'0000'0000U);
    Profile made = draw_size(dice);
    if (dice.chance(100)) made.slow_schedule_permille = 10;
    if (dice.chance(300)) made.ephemeral_ports = 8;
    made.has_takeover = !dice.chance(150);
    switch (dice.below(4)) {
        case 0:  // process faults only
            made.has_foreign = dice.chance(300);
            made.has_watch = !dice.chance(150);
            break;
        case 1:  // one fault after the other, so that the checks can be strict
            made.is_orderly = true;
            made.faults_us = dice.between(40, 120) * second;
            made.has_hangs = dice.chance(500);
            break;
        default:
            draw_faults(dice, made);
            draw_chances(dice, made);
            made.has_watch = !dice.chance(150);
            break;
    }
    if (dice.chance(200)) {
        made.containers_permille = dice.between(1, 1'000);
        made.tells_users = !dice.chance(200);
    }
    made.has_keys = dice.chance(300);
    if (dice.chance(300)) made.lost_after_ms = 2'000;
    if (dice.chance(100)) made.has_scarcity = true;
    if (dice.chance(150)) made.renewal_refusals_permille = dice.between(1, 1'000);
    if (dice.chance(100)) made.ipv6_refusals_permille = dice.between(1, 1'000);
    made.has_wall_jumps = made.has_keys && dice.chance(300);
    made.has_other_keys = made.has_keys && dice.chance(200);
    return made;
}

bool find_profile(std::string_view name, std::uint64_t seed, Profile& out) {
    Dice dice(seed ^ 0xF1DD'0000'0000'0000U);
    Profile made;
    made.name = name;
    made.providers = static_cast<unsigned>(dice.between(3, 30));
    made.has_keys = Dice(seed).chance(300);
    made.is_orderly = true;
    made.faults_us = 40 * second;
    if (name == "kill") {
    } else if (name == "hang") {
        made.has_kills = false;
        made.has_hangs = true;
    } else if (name == "container") {
        made.has_kills = false;
        made.has_hangs = true;
        made.containers_permille = 500;
    } else if (name == "storm") {
        made.is_orderly = false;
        made.providers = 150;
        made.faults_us = 5 * second;
    } else if (name == "suspend") {
        made.has_kills = false;
        made.has_suspends = true;
    } else if (name == "jump") {
        made.has_kills = false;
        made.has_jumps = true;
    } else if (name == "scarce") {
        made.is_orderly = false;
        made.has_hangs = true;
        made.has_scarcity = true;
    } else if (name == "renewal") {
        // Several hang at a time, so that the primary has rivals.
        made.is_orderly = false;
        made.providers = static_cast<unsigned>(dice.between(4, 8));
        made.fault_gap_us = 2 * second;
        made.has_kills = false;
        made.has_hangs = true;
        made.renewal_refusals_permille = 500;
        made.ipv6_refusals_permille = 500;
    } else if (name == "wall-jump") {
        made.hosts = static_cast<unsigned>(dice.between(1, 2));
        made.has_keys = true;
        made.has_wall_jumps = true;
    } else if (name == "keyed") {
        made.hosts = static_cast<unsigned>(dice.between(1, 2));
        made.has_keys = true;
        made.is_orderly = false;
        draw_faults(dice, made);
        draw_chances(dice, made);
    } else if (name == "other-keys") {
        made.has_keys = true;
        made.is_orderly = dice.chance(500);
        made.has_hangs = dice.chance(500);
        made.has_other_keys = true;
    } else {
        return false;
    }
    out = made;
    return true;
}

bool switch_off(std::string_view fault, Profile& profile) {
    for (const NamedFault& each : faults) {
        if (each.name != fault) continue;
        profile.*each.has = false;
        return true;
    }
    for (const NamedChance& each : chances) {
        if (each.name != fault) continue;
        profile.*each.permille = 0;
        return true;
    }
    return false;
}

std::string text_of(const Profile& profile) {
    std::string text = profile.name + ": " + std::to_string(profile.hosts) + " hosts, " +
                       std::to_string(profile.providers) + " providers, " +
                       std::to_string(profile.users) + " users" +
                       (profile.is_orderly ? ", orderly" : "") +
                       (profile.has_watch ? "" : ", no process watch") +
                       (profile.has_takeover ? "" : ", no takeover") +
                       (profile.tells_users ? "" : ", users not told");
    if (profile.ephemeral_ports != Profile::ephemeral_ports_default) text += ", few ports";
    for (const NamedFault& each : faults) {
        if (profile.*each.has) text += ", " + std::string(each.name);
    }
    for (const NamedChance& each : chances) {
        if (profile.*each.permille == 0) continue;
        text += ", " + std::string(each.name) + " " + std::to_string(profile.*each.permille);
    }
    return text;
}

}  // namespace mpdisc::sim
