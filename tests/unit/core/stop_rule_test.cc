// SPDX-License-Identifier: MIT
#include "core/search/stop_rule.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/unit/core/catalogue_fixture.h"

namespace mpdisc::test {
namespace {

/// A search that asks nobody: the test says what came, and when it is.
class StopRuleTest : public CatalogueTest {
   protected:
    static constexpr TimeUs ms = 1'000;
    static constexpr TimeUs end_us = 9'000 * ms;

    void begin(std::uint32_t count = 0, bool only_this_host = false, TimeUs patience_us = 0) {
        core::ProbeScope scope;
        scope.discovery_port = 6737;
        scope.local_only = only_this_host;
        ASSERT_TRUE(targets.compute(scope, interfaces));
        pace.begin(now_us, patience_us, false);
        rule.emplace(catalogue, targets, lists, pace, core::StopRule::Wanted::services, count);
        rule->begin(end_us);
        attempt();
    }
    /// An attempt that is sent.
    void attempt() {
        rule->note_attempt();
        pace.note_attempt(now_us, 0, rule->has_all());
        has_asked = true;
    }
    ProbeOutcome outcome_now() {
        rule->check(now_us, has_asked);
        return rule->outcome();
    }
    /// Attempts that bring nothing, until the search ends or the time comes.
    ProbeOutcome outcome_by(TimeUs until_us) {
        while (outcome_now() == ProbeOutcome::running && pace.due_us() <= until_us) {
            now_us = pace.due_us();
            if (outcome_now() == ProbeOutcome::running) attempt();
        }
        return rule->outcome();
    }

    TimeUs now_us = 0;
    core::ProbeTargets targets;
    core::Random list_random{{1, 2, 3, 4}};
    core::AnswerSources sources{interfaces, true, Family::any};
    core::ReachableHosts reachable{interfaces, targets, sources, Family::any};
    core::HostLists lists{interfaces, targets, reachable, selection, list_random};
    core::ProbePace pace;
    std::optional<core::StopRule> rule;
    bool has_asked = false;
};

TEST_F(StopRuleTest, search_runs_while_nothing_was_found) {
    begin();
    EXPECT_EQ(outcome_by(end_us - 1), ProbeOutcome::running);
    EXPECT_FALSE(rule->has_all());
    now_us = end_us;
    EXPECT_EQ(outcome_now(), ProbeOutcome::not_found);
}

TEST_F(StopRuleTest, search_of_this_host_ends_as_soon_as_it_is_complete) {
    begin(0, true);
    merge({.services = {service("a")}, .matching = 2});
    EXPECT_EQ(outcome_now(), ProbeOutcome::running);
    merge({.services = {service("b")}, .matching = 2});
    EXPECT_EQ(outcome_now(), ProbeOutcome::complete);
    EXPECT_EQ(now_us, 0U);
}

TEST_F(StopRuleTest, search_of_a_link_ends_when_all_is_there_and_it_is_quiet) {
    begin(0, false, 400 * ms);
    merge({.services = {service("a")}});
    EXPECT_TRUE(rule->has_all());
    EXPECT_EQ(outcome_now(), ProbeOutcome::running) << "others may not have answered";
    EXPECT_EQ(outcome_by(399 * ms), ProbeOutcome::running) << "the patience is not over";
    EXPECT_EQ(outcome_by(1'000 * ms), ProbeOutcome::complete);
}

TEST_F(StopRuleTest, search_with_an_incomplete_host_lasts_until_its_end) {
    begin();
    merge({.services = {service("a")}, .matching = 2});
    EXPECT_EQ(outcome_by(end_us - 1), ProbeOutcome::running);
    now_us = end_us;
    EXPECT_EQ(outcome_now(), ProbeOutcome::incomplete);
}

TEST_F(StopRuleTest, search_follows_what_the_catalogue_loses) {
    begin(0, true);
    const std::uint32_t host = host_of({.services = {service("a"), service("b")}, .matching = 2});
    remove("a");
    EXPECT_FALSE(rule->has_all());
    EXPECT_EQ(outcome_now(), ProbeOutcome::running);
    remove("b");
    catalogue.forget_host(host);
    EXPECT_FALSE(rule->has_all()) << "nothing is there";
    EXPECT_EQ(outcome_now(), ProbeOutcome::running);
    now_us = end_us;
    EXPECT_EQ(outcome_now(), ProbeOutcome::not_found);
}

TEST_F(StopRuleTest, search_for_a_number_ends_with_it) {
    begin(2);
    merge({.services = {service("a")}, .matching = 5});
    EXPECT_EQ(outcome_now(), ProbeOutcome::running);
    merge({.services = {service("b")}, .matching = 5});
    EXPECT_EQ(outcome_now(), ProbeOutcome::complete) << "though the host has more";
}

TEST_F(StopRuleTest, search_for_a_number_waits_for_it_until_the_end) {
    begin(2);
    merge({.services = {service("a")}});
    EXPECT_EQ(outcome_by(end_us - 1), ProbeOutcome::running) << "another one may start";
    now_us = end_us;
    EXPECT_EQ(outcome_now(), ProbeOutcome::not_found);
}

TEST_F(StopRuleTest, search_ends_if_four_attempts_are_refused) {
    begin(0, true);
    for (int n = 1; n <= 4; ++n) {
        EXPECT_EQ(outcome_now(), ProbeOutcome::running) << n;
        rule->note_refusal();
        rule->note_refusal();
        if (n < 4) attempt();
    }
    EXPECT_TRUE(rule->has_no_provider());
    EXPECT_EQ(outcome_now(), ProbeOutcome::not_found);
}

TEST_F(StopRuleTest, search_that_could_send_nothing_has_not_asked) {
    begin();
    has_asked = false;
    now_us = end_us;
    EXPECT_EQ(outcome_now(), ProbeOutcome::not_asked);
}

}  // namespace
}  // namespace mpdisc::test
