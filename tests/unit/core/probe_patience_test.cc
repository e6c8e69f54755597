// SPDX-License-Identifier: MIT
//
// How long a search waits for more hosts.
#include <gtest/gtest.h>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbePatienceTest : public ProbeTest {};

TEST_F(ProbePatienceTest, search_of_this_host_ends_at_once) {
    start(local_config());
    receive({.matching = 2, .services = {service("a")}});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    receive({.provider = 2, .matching = 2, .services = {service("b")}});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(found(), (Names{"a", "b"})) << "the owner still gets what was found";
    receive({.provider = 3, .matching = 2, .services = {service("late")}});
    EXPECT_TRUE(found().empty());
}

TEST_F(ProbePatienceTest, search_of_the_link_runs_for_400_ms_from_its_first_request) {
    start();
    run_for(ms);
    receive_from_host(1, {.services = {service("a")}});
    run_for(399 * ms - 1);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    EXPECT_EQ(attempts(), 4U) << "the repetitions are spread over the time";
    run_for(1);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(attempts(), 4U);
}

TEST_F(ProbePatienceTest,
       host_that_hears_the_first_request_at_any_time_within_the_patience_is_found) {
    for (TimeUs late_ms = 0; late_ms < 400; late_ms += 7) {
        requests.clear();
        start();
        receive_from_host(1, {.services = {service("a")}});
        run_for(late_ms * ms);
        ASSERT_EQ(outcome(), ProbeOutcome::running) << late_ms;
        receive_from_host(2, {.provider = 2, .primary = 2, .services = {service("late")}});
        EXPECT_EQ(found(), (Names{"a", "late"}));
        run_for(200 * ms);
        run_until(std::max(now_us, times_us.front()) + 200 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::complete) << late_ms;
        times_us.clear();
    }
}

TEST_F(ProbePatienceTest, only_searches_of_many_hosts_are_patient) {
    core::ProbeConfig counted;
    counted.count = 1;
    core::ProbeConfig given;
    given.targets[0] = endpoint("192.0.2.20", 0);
    given.target_count = 1;
    core::ProbeConfig broadcast;
    broadcast.targets[0] = endpoint("192.0.2.255", 0);
    broadcast.target_count = 1;
    struct Case {
        core::ProbeConfig config;
        TimeUs takes_ms;
    };
    for (Case& each : std::vector<Case>{{local_config(), 0},
                                        {counted, 0},
                                        {given, 80},
                                        {broadcast, 400},
                                        {hasty_config(), 80}}) {
        requests.clear();
        start(each.config);
        const TimeUs began_us = now_us;
        receive({.services = {service("a")}});
        while (outcome() == ProbeOutcome::running) run_for(ms);
        EXPECT_EQ(outcome(), ProbeOutcome::complete);
        EXPECT_EQ((now_us - began_us) / ms, each.takes_ms);
    }
}

TEST_F(ProbePatienceTest, time_out_ends_a_search_before_its_patience) {
    core::ProbeConfig config;
    config.timeout_ms = 100;
    start(config);
    receive({.services = {service("a")}});
    run_for(100 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbePatienceTest, waits_for_other_hosts_until_three_repetitions_have_brought_nothing) {
    start(hasty_config());
    receive_from_host(1, {.services = {service("a")}});
    run_for(79 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    EXPECT_EQ(attempts(), 4U);
    receive_from_host(2, {.provider = 2, .primary = 2, .services = {service("b")}});
    run_for(10 * ms);
    receive_from_host(2, {.provider = 2, .primary = 2, .services = {service("b")}});  // no news
    run_for(70 * ms - 1);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    run_for(1);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(attempts(), 7U);
}

TEST_F(ProbePatienceTest, search_ends_at_its_count_and_gives_no_more_services) {
    core::ProbeConfig config;
    config.count = 2;
    start(config);
    receive({.matching = 10, .services = {service("a")}});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    receive({.provider = 2, .matching = 10, .services = {service("b"), service("c")}});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(found(), (Names{"a", "b"}));
}

TEST_F(ProbePatienceTest, search_with_fewer_services_than_its_count_goes_on) {
    core::ProbeConfig config;
    config.count = 2;
    start(config);
    receive({.services = {service("a")}});
    run_for(500 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::running) << "another service may start";
    run_for(500 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::not_found);
    EXPECT_EQ(found(), Names{"a"});
}

}  // namespace
}  // namespace mpdisc::test
