// SPDX-License-Identifier: MIT
#include "cli/provider_events.h"

#include <gtest/gtest.h>

namespace mpdisc::cli {
namespace {

constexpr ProviderId peer = {{0xde, 0xad}};

TEST(ProviderEvents, HaveALineAndALevelEach) {
    using Type = ProviderEventType;
    const struct {
        ProviderEvent event;
        LogLevel level;
        const char* line;
    } cases[] = {
        {{Type::role_changed, Role::primary, {}}, LogLevel::info, "role: primary"},
        {{Type::role_changed, Role::secondary, peer},
         LogLevel::info,
         "role: secondary of dead0000000000000000000000000000"},
        {{Type::role_changed, Role::none, {}}, LogLevel::info, "looking for the primary"},
        {{Type::port_held_by_stranger, Role::none, {}},
         LogLevel::warning,
         "UDP port 6737 is held by dns\\nmasq (pid 812), which does not answer as an mpdisc "
         "primary; still trying"},
        {{Type::primary_has_other_keys, Role::none, {}},
         LogLevel::warning,
         "UDP port 6737 is held by dns\\nmasq (pid 812), a primary with other keys than this "
         "provider, or none; still trying"},
        {{Type::primary_silent, Role::secondary, peer},
         LogLevel::warning,
         "primary dead0000000000000000000000000000 does not answer; still trying"},
        {{Type::registration_refused, Role::none, peer},
         LogLevel::warning,
         "the registry of primary dead0000000000000000000000000000 is full; still trying"},
        {{Type::secondary_registered, Role::primary, peer},
         LogLevel::debug,
         "secondary dead0000000000000000000000000000 registered"},
        {{Type::secondary_left, Role::primary, peer},
         LogLevel::debug,
         "secondary dead0000000000000000000000000000 left"},
        {{Type::secondary_expired, Role::primary, peer},
         LogLevel::debug,
         "secondary dead0000000000000000000000000000 expired"},
        {{Type::interfaces_changed, Role::primary, {}},
         LogLevel::debug,
         "the addresses of this host changed"},
        {{Type::secondary_died, Role::primary, peer},
         LogLevel::debug,
         "secondary dead0000000000000000000000000000 died"},
        {{Type::deputy_appointed, Role::primary, peer},
         LogLevel::debug,
         "deputy: dead0000000000000000000000000000"},
        {{Type::deputy_missing, Role::primary, {}},
         LogLevel::info,
         "no deputy: no other provider of this user can take over if this one hangs"},
        {{Type::took_over, Role::secondary, peer},
         LogLevel::warning,
         "primary dead0000000000000000000000000000 hangs; took the port over"},
        {{Type::takeover_refused, Role::secondary, peer},
         LogLevel::warning,
         "primary dead0000000000000000000000000000 hangs, but the system forbids taking over "
         "its port; still trying"},
        {{Type::superseded, Role::primary, peer},
         LogLevel::warning,
         "this provider hung; dead0000000000000000000000000000 has taken over"},
        {{Type::key_mismatch, Role::primary, {}},
         LogLevel::warning,
         "ignoring a provider of this host that has other keys, or none"},
        {{Type::duplicate_service, Role::secondary, peer},
         LogLevel::warning,
         "provider dead0000000000000000000000000000 of this host offers the same name and type; "
         "clients find both"},
        {{Type::interface_missing, Role::primary, {}},
         LogLevel::warning,
         "interface wl\\nan0 does not exist; waiting for it"},
        {{Type::interface_gone, Role::primary, {}},
         LogLevel::warning,
         "interface wl\\nan0 went away; waiting for it"},
        {{Type::interface_present, Role::primary, {}},
         LogLevel::info,
         "interface wl\\nan0 exists now"},
        {{Type::interfaces_truncated, Role::primary, {}},
         LogLevel::warning,
         "too many addresses or interfaces: some are not used"},
        {{Type::interfaces_partial, Role::primary, {}},
         LogLevel::warning,
         "the system refuses netlink: some interfaces and routes stay unknown"},
        {{Type::interfaces_unlisted, Role::primary, {}},
         LogLevel::warning,
         "cannot list the interfaces; using the last list"},
        {{Type::no_link, Role::primary, {}},
         LogLevel::warning,
         "no network interface has an address: only this host can find this provider"},
        {{Type::registry_full, Role::primary, {}},
         LogLevel::warning,
         "the registry is full: another provider of this host was refused"},
        {{Type::messages_dropped,
          Role::primary,
          {},
          Counter::drop_off_link,
          {IpAddress::v4(203, 0, 113, 5), 0, 5000}},
         LogLevel::info,
         "dropped a message from 203.0.113.5:5000: off-link; further ones are only counted"},
    };
    for (const auto& c : cases) {
        TextBuffer out;
        EXPECT_EQ(describe_event(out, c.event, {6737, "dns\nmasq (pid 812)", "wl\nan0"}), c.level);
        EXPECT_EQ(out.view(), c.line);
    }
}

TEST(ProviderEvents, CallAnUnknownHolderAnotherProgram) {
    TextBuffer out;
    const ProviderEvent event = {ProviderEventType::port_held_by_stranger, Role::none, {}};
    EXPECT_EQ(describe_event(out, event, {7, {}, {}}), LogLevel::warning);
    EXPECT_EQ(out.view(),
              "UDP port 7 is held by another program, which does not answer as an mpdisc primary; "
              "still trying");
}

TEST(ProviderEvents, NameTheServiceOfAnOffer) {
    TextBuffer out;
    describe_offer(out, {"a b \xe2\x80\xae", "_http._tcp", 80, {}});
    EXPECT_EQ(out.view(), "offering 'a b \\0342\\0200\\0256' _http._tcp port 80");
}

TEST(ProviderEvents, TellWhetherAServiceIsOffered) {
    const struct {
        HealthChange change;
        LogLevel level;
        const char* line;
    } cases[] = {
        {HealthChange::comes, LogLevel::info, "offering 'a b' _http._tcp port 80"},
        {HealthChange::waits, LogLevel::info, "not yet offering 'a b' _http._tcp port 80"},
        {HealthChange::goes, LogLevel::warning, "withdrawing 'a b' _http._tcp port 80"},
    };
    for (const auto& c : cases) {
        TextBuffer out;
        EXPECT_EQ(describe_health(out, c.change, {"a b", "_http._tcp", 80, {}}), c.level);
        EXPECT_EQ(out.view(), c.line);
    }
}

}  // namespace
}  // namespace mpdisc::cli
