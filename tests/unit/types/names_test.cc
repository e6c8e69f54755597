// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <unordered_set>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/found_service.h"
#include "mpdisc/keys.h"
#include "mpdisc/open_error.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/types.h"
#include "mpdisc/version.h"
#include "mpdisc/watch_event.h"

namespace mpdisc {
namespace {

TEST(Names, exist_for_roles) {
    EXPECT_STREQ(to_text(Role::none), "none");
    EXPECT_STREQ(to_text(Role::primary), "primary");
    EXPECT_STREQ(to_text(Role::secondary), "secondary");
}

TEST(Names, of_provider_ids_are_hexadecimal) {
    EXPECT_EQ(to_text(ProviderId{}).view(), "00000000000000000000000000000000");
    const ProviderId id{{0x00, 0x01, 0x0F, 0x10, 0x7F, 0x80, 0x9A, 0xAB, 0xCD, 0xEF, 0xF0, 0xFE,
                         0xFF, 0x12, 0x34, 0x56}};
    EXPECT_EQ(to_text(id).view(), "00010f107f809aabcdeff0feff123456");
}

TEST(Names, of_open_errors_are_distinct) {
    std::set<std::string> texts;
    for (int i = 0; i <= static_cast<int>(OpenError::bad_option); ++i) {
        const std::string text = to_text(static_cast<OpenError>(i));
        EXPECT_NE(text, "unknown error");
        EXPECT_NE(text.back(), '.') << text;
        EXPECT_TRUE(texts.insert(text).second) << text;
    }
    EXPECT_STREQ(to_text(static_cast<OpenError>(200)), "unknown error");
}

/// The names of the enumerators from 0 to `last` are distinct words with hyphens, and there is none
/// after `last`.
template <typename Enum>
void expect_names(Enum last) {
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const std::string name = to_text(static_cast<Enum>(i));
        EXPECT_NE(name, "unknown");
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
                  std::string::npos)
            << name;
        EXPECT_TRUE(names.insert(name).second) << name;
    }
    EXPECT_STREQ(to_text(static_cast<Enum>(static_cast<int>(last) + 1)), "unknown");
}

TEST(Names, exist_for_every_enumeration) {
    expect_names(Role::secondary);
    expect_names(KeyChange::refused);
    expect_names(ProbeOutcome::not_asked);
    expect_names(StatusOutcome::other_keys);
    expect_names(WatchEventType::synced);
    expect_names(ProviderEventType::messages_dropped);
    expect_names(Counter::last);
    EXPECT_STREQ(to_text(ProbeOutcome::not_found), "not-found");
    EXPECT_STREQ(to_text(StatusOutcome::no_answer), "no-answer");
    EXPECT_STREQ(to_text(WatchEventType::synced), "synced");
    EXPECT_STREQ(to_text(ProviderEventType::role_changed), "role-changed");
    EXPECT_STREQ(to_text(ProviderEventType::key_mismatch), "key-mismatch");
    EXPECT_STREQ(to_text(ProviderEventType::messages_dropped), "messages-dropped");
    EXPECT_STREQ(to_text(Family::any), "any");
    EXPECT_STREQ(to_text(Family::ipv4), "ipv4");
    EXPECT_STREQ(to_text(Family::ipv6), "ipv6");
    EXPECT_STREQ(to_text(static_cast<Family>(5)), "unknown");
}

TEST(Ids, have_an_order_and_a_hash) {
    ProviderId low;
    ProviderId high;
    low.bytes[0] = 1;
    high.bytes[0] = 2;
    EXPECT_LT(low, high);
    EXPECT_GE(high, low);
    const std::map<ProviderId, int> sorted{{high, 2}, {low, 1}};
    EXPECT_EQ(sorted.begin()->second, 1);
    std::unordered_set<ProviderId> hashed{low, high, low};
    EXPECT_EQ(hashed.size(), 2U);
    EXPECT_TRUE(hashed.contains(high));
    const std::unordered_set<HostId> hosts{HostId{low.bytes}, HostId{high.bytes}};
    EXPECT_EQ(hosts.size(), 2U);
    EXPECT_LT(HostId{low.bytes}, HostId{high.bytes});
}

TEST(Version, is_the_one_of_the_headers) {
    EXPECT_STREQ(version(), MPDISC_VERSION);
    EXPECT_EQ(std::to_string(MPDISC_VERSION_MAJOR) + "." + std::to_string(MPDISC_VERSION_MINOR) +
                  "." + std::to_string(MPDISC_VERSION_PATCH),
              version());
}

TEST(Names, of_counters_are_those_of_the_outputs) {
    EXPECT_STREQ(to_text(Counter::requests), "requests");
    EXPECT_STREQ(to_text(Counter::events_lost), "events-lost");
    EXPECT_STREQ(to_text(Counter::drop_off_link), "drop-off-link");
    EXPECT_STREQ(to_text(Counter::last), "drop-replayed");
}

TEST(Counters, count_independently) {
    Counters counters;
    counters.add(Counter::requests);
    counters.add(Counter::requests, 4);
    counters.set(Counter::last, UINT64_MAX);
    counters.add(Counter::last);
    EXPECT_EQ(counters[Counter::requests], 5U);
    EXPECT_EQ(counters[Counter::answers], 0U);
    EXPECT_EQ(counters[Counter::last], 0U);
}

}  // namespace
}  // namespace mpdisc
