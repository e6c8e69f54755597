// SPDX-License-Identifier: MIT
//
// Repeated requests say what their client knows (mpdisc-wire.7, KNOWN_ANSWERS). Only providers with
// a missing service answer.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/known_request_fixture.h"

namespace mpdisc::test {
namespace {

TEST_F(KnownRequestTest, known_providers_do_not_answer) {
    start_many(5);
    ask_first();
    ASSERT_EQ(known.size(), 6U);
    EXPECT_EQ(ask_again(), Names{});
    EXPECT_TRUE(host.sent.empty()) << "no provider is notified either";
    EXPECT_EQ(primary->count(Counter::requests), 2U);
    for (const VirtualProvider* each : secondaries) EXPECT_EQ(each->count(Counter::requests), 1U);
}

TEST_F(KnownRequestTest, primary_alone_answers_if_only_its_service_is_missing) {
    start_many(5);
    ask_first();
    known.erase("p");
    EXPECT_EQ(ask_again(), Names{"p"});
    EXPECT_EQ(host.sent.size(), 1U);
    expect_rosters(6);
}

TEST_F(KnownRequestTest, only_the_missing_secondary_of_many_is_notified) {
    start_many(40);
    ask_first();
    ASSERT_EQ(known.size(), 41U);
    known.erase("s17");
    EXPECT_EQ(ask_again(), Names{"s17"});
    EXPECT_EQ(notified(), 1U);
    EXPECT_EQ(host.sent.size(), 2U);
    EXPECT_EQ(host.sent[0].to, secondaries[16]->control);
    expect_rosters(41);
}

TEST_F(KnownRequestTest, only_the_missing_providers_answer) {
    start_many(10);
    ask_first();
    for (const char* name : {"p", "s3", "s10"}) known.erase(name);
    EXPECT_EQ(ask_again(), (Names{"p", "s3", "s10"}));
    EXPECT_EQ(notified(), 2U);
    expect_rosters(11);
}

TEST_F(KnownRequestTest, provider_that_came_after_the_first_attempt_answers) {
    start_many(3);
    ask_first();
    host.start({service("late")});
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{"late"});
    expect_rosters(5);
}

TEST_F(KnownRequestTest, changed_service_counts_as_another_one) {
    start_many(2);
    ask_first();
    ASSERT_EQ(host.remove(*secondaries[0], "s1", "_http._tcp"), ServiceError::none);
    ASSERT_EQ(host.add(*secondaries[0], service("s1", "_http._tcp", {"path=/new"})),
              ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{"s1"});
}

TEST_F(KnownRequestTest, same_service_of_another_provider_counts_as_another_one) {
    start_many(1);
    ask_first();
    host.start({service("s1")});
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{"s1"});
}

TEST_F(KnownRequestTest, provider_of_many_services_sends_only_the_missing_ones) {
    std::vector<Service> services;
    for (int i = 0; i < 50; ++i) services.push_back(service("m" + std::to_string(i)));
    primary = &host.start(services);
    for (Service& each : services) {
        EXPECT_EQ(each.set_name("of secondary " + std::string(each.view().name)),
                  ServiceError::none);
    }
    host.start(services);
    host.run_for(second);
    ask_first();
    ASSERT_EQ(known.size(), 100U);
    for (const char* name : {"m7", "m49", "of secondary m8"}) known.erase(name);
    EXPECT_EQ(ask_again(), (Names{"m7", "m49", "of secondary m8"}));
    EXPECT_EQ(client.received.size(), 2U);
    expect_rosters(100);
}

TEST_F(KnownRequestTest, missing_providers_answer_a_request_without_a_type) {
    start_many(3);
    host.start({service("x", "_ipp._tcp")});
    host.run_for(ms);
    ask_first({});
    ASSERT_EQ(known.size(), 5U);
    known.erase("x");
    known.erase("s2");
    EXPECT_EQ(ask_again({.type = {}}), (Names{"x", "s2"}));
    expect_rosters(5);
}

TEST_F(KnownRequestTest, secondaries_of_other_types_are_not_notified) {
    start_many(2);
    std::vector<VirtualProvider*> others;
    for (int n = 0; n < 30; ++n) others.push_back(&host.start({service("x", "_ipp._tcp")}));
    host.run_for(ms);
    ask_first();
    known.clear();
    EXPECT_EQ(ask_again(), (Names{"p", "s1", "s2"}));
    EXPECT_EQ(notified(), 2U);
    EXPECT_EQ(host.sent.size(), 5U);
    expect_rosters(3);
    for (const VirtualProvider* each : others) EXPECT_EQ(each->count(Counter::requests), 0U);
}

TEST_F(KnownRequestTest, primary_says_that_nothing_is_missing_if_the_client_wants_a_roster) {
    start_many(5);
    ask_first();
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(6);
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(6);
}

TEST_F(KnownRequestTest, primary_says_that_nothing_matches_any_more_if_the_client_wants_a_roster) {
    primary = &host.start({service("x", "_ipp._tcp")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(second);
    ask_first();
    ASSERT_EQ(known.size(), 1U);
    host.stop(secondary);
    host.run_for(ms);
    EXPECT_EQ(ask_again(), Names{});
    EXPECT_TRUE(host.sent.empty()) << "only a client that wants a roster is told";
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{});
    expect_roster_alone(0);
}

TEST_F(KnownRequestTest, roster_without_services_is_not_sent_beside_an_answer) {
    start_many(5);
    ask_first();
    known.erase("s2");
    EXPECT_EQ(ask_again({.wants_roster = true}), Names{"s2"});
    EXPECT_EQ(client.received.size(), 1U) << "its answer has the roster";
    known.erase("p");
    EXPECT_EQ(ask_again({.wants_roster = true}), (Names{"p", "s2"}));
    EXPECT_EQ(client.received.size(), 2U);
}

TEST_F(KnownRequestTest, roster_without_services_is_spread_over_the_window_too) {
    start_many(1);
    ask_first();
    std::set<TimeUs> delays_us;
    for (int i = 0; i < 20; ++i) {
        client.received.clear();
        ++attempt;
        const Bytes bytes = request_of_shard({.wants_roster = true}, 0);
        auto asked = read<wire::Request>(bytes);
        asked.window_ms = 100;
        const TimeUs asked_us = host.now_us;
        host.broadcast_to_port(client.endpoint, bytes_of(asked));
        host.run_for(101 * ms);
        ASSERT_EQ(client.received.size(), 1U);
        delays_us.insert(client.received[0].sent_us - asked_us);
    }
    EXPECT_GT(delays_us.size(), 10U);
    EXPECT_GT(*delays_us.rbegin(), 50 * ms);
}

}  // namespace
}  // namespace mpdisc::test
