// SPDX-License-Identifier: MIT
//
// What a search makes of what hosts say about their lists.
#include <gtest/gtest.h>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeRostersTest : public ProbeTest {};

TEST_F(ProbeRostersTest, roster_that_tells_of_others_does_not_say_that_nothing_is_missing) {
    start(local_config());
    receive({.matching = 2, .services = {service("a")}});
    // Another roster comes, so what was found may be gone, and the count says nothing.
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

TEST_F(ProbeRostersTest, list_that_may_grow_still_is_incomplete_until_its_primary_says_otherwise) {
    for (const bool local : {true, false}) {
        SCOPED_TRACE(local);
        start(local ? local_config() : hasty_config());
        receive({.services = {service("a")}, .settled = false});
        run_for(200 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::running);
        EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
        EXPECT_EQ(probe->hosts().missing_services(), 0U) << "as far as anybody knows";
        receive(bytes_of_answer({.attempt = 2, .services = {}}));
        run_for(local ? 0 : 180 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::complete);
        found();
    }
}

TEST_F(ProbeRostersTest, list_that_stays_unsettled_stays_incomplete) {
    start();
    receive({.services = {service("a")}, .settled = false});
    run_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeRostersTest, first_list_of_a_primary_may_be_unsettled) {
    start(local_config());
    receive({.revision = 0, .services = {service("a")}, .settled = false});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeRostersTest, older_answer_unsettles_no_list) {
    start();
    receive({.revision = 2, .services = {service("a")}});
    receive({.revision = 2, .services = {service("a")}, .settled = false});
    receive({.revision = 1, .services = {service("a")}, .settled = false});
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 0U);
    receive({.revision = 3, .services = {service("a")}, .settled = false});
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U) << "there is a newer one";
}

TEST_F(ProbeRostersTest, says_what_is_missing_where_a_list_stays_incomplete) {
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

TEST_F(ProbeRostersTest, newer_roster_replaces_an_older_one_and_not_the_other_way) {
    start(local_config());
    receive({.matching = 5, .revision = 7, .services = {service("a")}});
    receive({.provider = 2, .matching = 3, .revision = 8, .services = {service("b")}});
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    receive({.provider = 1, .matching = 5, .revision = 7, .services = {service("a")}});
    EXPECT_EQ(probe->hosts().missing_services(), 1U);
    receive({.provider = 3, .matching = 3, .revision = 8, .services = {service("c")}});
    for (std::uint8_t attempt = 2; attempt <= 3; ++attempt) {
        EXPECT_EQ(outcome(), ProbeOutcome::running) << "of these three one may be gone";
        while (attempts() < attempt) run_for(ms);
        receive(
            bytes_of_answer({.matching = 3, .revision = 7, .attempt = attempt, .services = {}}));
        receive(
            bytes_of_answer({.matching = 3, .revision = 8, .attempt = attempt, .services = {}}));
    }
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeRostersTest, more_hosts_than_it_can_follow_are_listed_and_never_called_complete) {
    start();
    for (std::uint32_t i = 0; i <= limits::probe_hosts_max; ++i) {
        receive_from_host(i, {.provider = 10 + i, .primary = 10 + i, .services = {service("a")}});
    }
    std::size_t listed = 0;
    for (FoundService each; probe->next_service(each);) ++listed;
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

TEST_F(ProbeRostersTest, full_list_is_called_incomplete) {
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
