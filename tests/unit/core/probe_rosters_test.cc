// SPDX-License-Identifier: MIT
//
// How a search uses the rosters of hosts.
#include <gtest/gtest.h>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeRostersTest : public ProbeTest {};

TEST_F(ProbeRostersTest, roster_with_other_answers_pending_does_not_confirm_the_list) {
    start(local_config());
    receive({.matching = 2, .services = {service("a")}});
    // Another roster comes. Found services may be gone, so counting them is not enough.
    receive({.provider = 2, .matching = 1, .revision = 2, .services = {service("a")}});
    for (std::uint8_t attempt = 2; attempt <= 5; ++attempt) {
        while (attempts() < attempt) run_for(ms);
        Answer roster{.matching = 1, .revision = 2, .attempt = attempt, .services = {}};
        roster.others_answer = true;
        receive(roster);
        EXPECT_EQ(outcome(), ProbeOutcome::running);
    }
    for (std::uint8_t attempt = 6; attempt <= 7; ++attempt) {
        EXPECT_EQ(outcome(), ProbeOutcome::running);
        while (attempts() < attempt) run_for(ms);
        receive(Answer{.matching = 1, .revision = 2, .attempt = attempt, .services = {}});
    }
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeRostersTest, list_is_incomplete_until_the_roster_is_final) {
    for (const bool local : {true, false}) {
        SCOPED_TRACE(local);
        start(local ? local_config() : hasty_config());
        receive({.services = {service("a")}, .settled = false});
        run_for(200 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::running);
        EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
        EXPECT_EQ(probe->hosts().missing_services(), 0U) << "no missing service is known";
        receive(bytes_of_answer({.attempt = 2, .services = {}}));
        run_for(local ? 0 : 180 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::complete);
        found();
    }
}

TEST_F(ProbeRostersTest, list_stays_incomplete_if_no_final_roster_comes) {
    start();
    receive({.services = {service("a")}, .settled = false});
    run_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeRostersTest, first_roster_of_a_primary_may_not_be_final) {
    start(local_config());
    receive({.revision = 0, .services = {service("a")}, .settled = false});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeRostersTest, older_answer_does_not_make_a_final_roster_open_again) {
    start();
    receive({.revision = 2, .services = {service("a")}});
    receive({.revision = 2, .services = {service("a")}, .settled = false});
    receive({.revision = 1, .services = {service("a")}, .settled = false});
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 0U);
    receive({.revision = 3, .services = {service("a")}, .settled = false});
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U) << "there is a newer roster";
}

TEST_F(ProbeRostersTest, search_reports_how_many_services_of_an_incomplete_list_are_missing) {
    start();
    receive_from_host(1, {.matching = 3, .services = {service("a")}});
    receive_from_host(2, {.provider = 2, .primary = 2, .matching = 2, .services = {service("b")}});
    receive_from_host(3, {.provider = 3, .primary = 3, .matching = 1, .services = {service("c")}});
    run_for(999 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    run_for(1 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 2U);
    EXPECT_EQ(probe->hosts().missing_services(), 3U);
}

TEST_F(ProbeRostersTest, newer_roster_replaces_an_older_one_but_not_the_reverse) {
    start(local_config());
    receive({.matching = 5, .revision = 7, .services = {service("a")}});
    receive({.provider = 2, .matching = 3, .revision = 8, .services = {service("b")}});
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    receive({.provider = 1, .matching = 5, .revision = 7, .services = {service("a")}});
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    receive({.provider = 3, .matching = 3, .revision = 8, .services = {service("c")}});
    for (std::uint8_t attempt = 2; attempt <= 3; ++attempt) {
        EXPECT_EQ(outcome(), ProbeOutcome::running) << "one of the three may be gone";
        while (attempts() < attempt) run_for(ms);
        receive(
            bytes_of_answer({.matching = 3, .revision = 7, .attempt = attempt, .services = {}}));
        receive(
            bytes_of_answer({.matching = 3, .revision = 8, .attempt = attempt, .services = {}}));
    }
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeRostersTest, hosts_beyond_the_table_are_listed_and_never_reported_as_complete) {
    start();
    for (std::uint32_t i = 0; i <= limits::probe_hosts_max; ++i) {
        receive_from_host(i, {.provider = 10 + i, .primary = 10 + i, .services = {service("a")}});
    }
    std::size_t listed = 0;
    for (FoundServiceView each; probe->next_service(each);) ++listed;
    EXPECT_EQ(listed, limits::probe_hosts_max + 1);
    run_for(2'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeRostersTest, missing_services_do_not_wrap) {
    start();
    receive_from_host(
        1, {.provider = 1, .primary = 1, .matching = 0x8000'0001, .services = {service("a")}});
    receive_from_host(
        2, {.provider = 2, .primary = 2, .matching = 0x8000'0001, .services = {service("a")}});
    EXPECT_EQ(probe->hosts().missing_services(), UINT32_MAX);
}

TEST_F(ProbeRostersTest, search_with_a_full_table_is_incomplete) {
    core::ProbeConfig config;
    config.timeout_ms = 1000;
    start(config);
    std::vector<Service> services;
    std::uint32_t provider = 0;
    for (std::size_t i = 0; i < limits::found_services_max; ++i) {
        services.push_back(service(std::to_string(i)));
        if (services.size() < 16) continue;
        ++provider;
        receive_from_host(
            provider,
            {.provider = provider, .primary = provider, .matching = 16, .services = services});
        services.clear();
    }
    EXPECT_EQ(count(Counter::drop_no_memory), 0U);
    // What one has more is dropped. Two services of another host take the places of one service
    // each of hosts that have 16.
    receive_from_host(1, {.provider = 1,
                          .primary = 1,
                          .matching = 17,
                          .revision = 2,
                          .services = {service("more")}});
    receive_from_host(99'999, {.provider = 99'999,
                               .primary = 99'999,
                               .matching = 2,
                               .services = {service("other"), service("last")}});
    EXPECT_EQ(count(Counter::drop_no_memory), 3U);
    run_for(1000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 2U);
    EXPECT_EQ(probe->hosts().missing_services(), 3U);
    const std::vector<std::string> names = found();
    EXPECT_EQ(names.size(), limits::found_services_max);
    EXPECT_TRUE(std::ranges::find(names, "more") == names.end());
    EXPECT_TRUE(std::ranges::find(names, "other") != names.end());
    EXPECT_TRUE(std::ranges::find(names, "last") != names.end());
}

}  // namespace
}  // namespace mpdisc::test
