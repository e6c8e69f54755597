// SPDX-License-Identifier: MIT
#include "core/host/interface_warnings.h"

#include <gtest/gtest.h>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

using core::InterfaceWarnings;
using Types = std::vector<ProviderEventType>;

constexpr TimeUs second = 1'000'000;
constexpr TimeUs minute = 60 * second;

class InterfaceWarningsTest : public testing::Test {
   protected:
    void set_up(const core::ProviderConfig& config = {}) {
        state.emplace(config, counters);
        warnings.emplace(*state);
    }
    void list(const std::vector<InterfaceAddress>& addresses, std::uint32_t chosen = 0,
              bool is_truncated = false, bool is_partial = false) {
        InterfaceList made;
        made.addresses = addresses;
        made.chosen = chosen;
        made.is_truncated = is_truncated;
        made.is_partial = is_partial;
        EXPECT_NE(state->interfaces.assign(made), core::InterfaceTable::Update::no_memory);
        warnings->note_list(now_us);
    }
    Types said_within(TimeUs duration_us) {
        const TimeUs end_us = now_us + duration_us;
        while (warnings->next_deadline_us() <= end_us) {
            now_us = std::max(now_us, warnings->next_deadline_us());
            warnings->tick(now_us);
        }
        now_us = end_us;
        Types types;
        for (ProviderEvent event; state->events.pop(event);) types.push_back(event.type);
        return types;
    }

    static std::vector<InterfaceAddress> loopback_alone() {
        return {interface_address(lo, "lo", "127.0.0.1/8")};
    }

    TimeUs now_us = 1'000 * second;
    Counters counters;
    std::optional<core::ProviderState> state;
    std::optional<InterfaceWarnings> warnings;
};

TEST_F(InterfaceWarningsTest, host_with_a_network_causes_no_warning_and_no_wake_up) {
    set_up();
    list(usual_interfaces());
    EXPECT_EQ(warnings->next_deadline_us(), never_us);
    EXPECT_EQ(said_within(10 * minute), Types{});
}

TEST_F(InterfaceWarningsTest, missing_network_is_reported_after_five_seconds_and_each_minute) {
    set_up();
    list(loopback_alone());
    EXPECT_EQ(said_within(5 * second - 1), Types{});
    EXPECT_EQ(said_within(1), Types{ProviderEventType::no_link});
    EXPECT_EQ(said_within(2 * minute), Types(2, ProviderEventType::no_link));
    list(usual_interfaces());
    EXPECT_EQ(warnings->next_deadline_us(), never_us);
    EXPECT_EQ(said_within(10 * minute), Types{});
}

TEST_F(InterfaceWarningsTest, network_that_comes_within_five_seconds_causes_no_warning) {
    set_up();
    list(loopback_alone());
    EXPECT_EQ(said_within(4 * second), Types{});
    list(usual_interfaces());
    EXPECT_EQ(said_within(10 * minute), Types{});
}

TEST_F(InterfaceWarningsTest, link_must_be_on_the_chosen_interface_and_of_the_chosen_family) {
    core::ProviderConfig config;
    config.one_interface = true;
    set_up(config);
    list(usual_interfaces(), 99);
    EXPECT_EQ(said_within(10 * second), Types{ProviderEventType::no_link});
    list(usual_interfaces(), eth0);
    EXPECT_EQ(said_within(10 * minute), Types{});
    list(usual_interfaces(), lo);
    EXPECT_EQ(said_within(10 * minute), Types{}) << "lo was chosen on purpose";
    list(usual_interfaces(), 0);
    EXPECT_EQ(said_within(10 * minute), Types{}) << "another event reports the missing interface";

    config = {};
    config.family = Family::ipv6;
    set_up(config);
    list({interface_address(eth0, "eth0", "192.0.2.10/24")});
    EXPECT_EQ(said_within(10 * second), Types{ProviderEventType::no_link});
}

TEST_F(InterfaceWarningsTest, refused_partial_or_truncated_list_is_reported_each_minute) {
    set_up();
    warnings->note_refusal(now_us);
    EXPECT_EQ(said_within(minute), Types(2, ProviderEventType::interfaces_unlisted));
    list(usual_interfaces(), 0, true, false);
    EXPECT_EQ(said_within(minute), Types(2, ProviderEventType::interfaces_truncated));
    list(usual_interfaces(), 0, false, true);
    EXPECT_EQ(said_within(minute), Types(2, ProviderEventType::interfaces_partial));
}

TEST_F(InterfaceWarningsTest, recurring_problem_is_reported_once_a_minute) {
    set_up();
    Types said;
    for (int n = 0; n < 120; ++n) {
        list(usual_interfaces(), 0, n % 2 == 0);
        for (const ProviderEventType type : said_within(500'000)) said.push_back(type);
    }
    EXPECT_EQ(said.size(), 1U);
}

}  // namespace
}  // namespace mpdisc::test
