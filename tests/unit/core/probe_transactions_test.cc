// SPDX-License-Identifier: MIT
//
// What a search asks, when, and over which path.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeTransactionsTest : public ProbeTest {};

TEST_F(ProbeTransactionsTest,
       asks_everybody_again_after_gaps_that_double_up_to_a_quarter_and_at_last_a_whole_second) {
    core::ProbeConfig config;
    config.timeout_ms = 10'000;
    start(config);
    const TimeUs began_us = now_us;
    run_for(10'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::not_found);
    EXPECT_EQ(probe->next_deadline_us(), never_us);
    std::vector<TimeUs> expected_ms = {0, 20, 60, 140, 300};
    for (TimeUs at_ms = 550; at_ms <= 4300; at_ms += 250) expected_ms.push_back(at_ms);
    expected_ms.insert(expected_ms.end(), {4800, 5800, 6800, 7800, 8800, 9800});
    const std::size_t targets = 4;
    ASSERT_EQ(requests.size(), expected_ms.size() * targets);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto request = read<wire::Request>(requests[i]);
        EXPECT_EQ(request.attempt, i / targets + 1);
        EXPECT_EQ(request.transaction, read<wire::Request>(requests[0]).transaction);
        EXPECT_EQ(request.window_ms, 0);
        EXPECT_EQ(times_us[i] - began_us, expected_ms[i / targets] * ms);
    }
    EXPECT_EQ(routes[0].to.address, ip("127.0.0.1"));
}

TEST_F(ProbeTransactionsTest,
       search_goes_on_with_another_transaction_when_all_attempts_are_numbered) {
    core::ProbeConfig config;
    config.timeout_ms = 300'000;
    config.count = 1;
    start(config);
    run_for(299'000 * ms);
    std::set<std::uint64_t> transactions;
    for (const Bytes& bytes : requests) {
        const auto request = read<wire::Request>(bytes);
        EXPECT_GE(request.attempt, 1);
        transactions.insert(request.transaction);
    }
    EXPECT_EQ(transactions.size(), 2U);
    EXPECT_EQ(std::ranges::count_if(requests,
                                    [&](const Bytes& bytes) {
                                        return read<wire::Request>(bytes).attempt ==
                                               limits::transaction_attempts_max;
                                    }),
              4)
        << "over each of four paths";
    EXPECT_LE(now_us - times_us.back(), 1'000 * ms) << "it still asks every second";
    const auto last = read<wire::Request>(requests.back());
    // Answers to the former transaction come too late.
    receive({.services = {service("late")}});
    EXPECT_TRUE(found().empty());
    requests.front() = requests.back();
    receive({.attempt = last.attempt, .services = {service("new")}});
    EXPECT_EQ(found(), Names{"new"});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTransactionsTest, services_found_in_the_former_transaction_count_in_the_next) {
    core::ProbeConfig config;
    config.timeout_ms = 600'000;
    start(config);
    receive({.matching = 2, .services = {service("a")}});
    run_for(300'000 * ms);
    const auto last = read<wire::Request>(requests.back());
    ASSERT_NE(last.transaction, read<wire::Request>(requests.front()).transaction);
    requests.front() = requests.back();
    receive({.matching = 2, .attempt = last.attempt, .services = {service("b")}});
    EXPECT_EQ(found(), (Names{"a", "b"}));
    run_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTransactionsTest, request_carries_the_filter) {
    core::ProbeConfig config;
    ASSERT_TRUE(config.type.assign("_http._tcp"));
    ASSERT_TRUE(config.name.assign("web"));
    config.attributes = attributes_of({"path=/", "secure"});
    start(config);
    const auto request = read<wire::Request>(requests[0]);
    EXPECT_EQ(request.filter.type, "_http._tcp");
    EXPECT_EQ(request.filter.name, "web");
    Attribute attribute;
    ASSERT_TRUE(request.filter.attributes.find("path", attribute));
    EXPECT_EQ(attribute.value, "/");
    EXPECT_TRUE(request.filter.attributes.find("secure", attribute));
}

TEST_F(ProbeTransactionsTest, order_of_the_links_changes_from_attempt_to_attempt) {
    core::ProbeConfig config;
    config.timeout_ms = 10'000;
    start(config);
    const std::size_t targets = routes.size();
    run_for(5'000 * ms);
    std::set<std::string> first_asked;
    for (std::size_t attempt = 0; attempt < routes.size() / targets; ++attempt) {
        EXPECT_EQ(routes[attempt * targets].to.address, ip("127.0.0.1"));
        const core::Route& first = routes[attempt * targets + 1];
        first_asked.insert(std::string(to_text(first.to.address).view()) + "%" +
                           std::to_string(first.if_index));
    }
    EXPECT_EQ(first_asked.size(), targets - 1)
        << "each link and family comes first in some attempt";
    EXPECT_EQ(routes[1].to, routes[2 * targets - 1].to) << "the first becomes the last";
}

TEST_F(ProbeTransactionsTest, host_without_a_final_roster_is_asked_again_soon) {
    core::ProbeConfig config;
    config.timeout_ms = 10'000;
    start(config);
    run_for(3'000 * ms);
    const std::size_t before = attempts();
    receive({.attempt = static_cast<std::uint8_t>(before),
             .services = {service("a")},
             .settled = false});
    run_for(19 * ms);
    EXPECT_EQ(attempts(), before);
    run_for(ms);
    EXPECT_EQ(attempts(), before + 1);
}

TEST_F(ProbeTransactionsTest, window_grows_with_what_is_missing_and_with_the_hosts) {
    start();
    receive_from_host(1, {.matching = 1000, .services = {service("a")}});
    run_for(20 * ms);
    ASSERT_EQ(attempts(), 2U);
    EXPECT_EQ(read<wire::Request>(requests.back()).window_ms, 50);

    requests.clear();
    start();
    for (std::uint32_t n = 1; n <= 400; ++n) {
        receive_from_host(n, {.provider = n, .primary = n, .services = {service("a")}});
    }
    run_for(20 * ms);
    ASSERT_EQ(attempts(), 2U);
    EXPECT_EQ(read<wire::Request>(requests.back()).window_ms, 40) << "over each of two families";
}

TEST_F(ProbeTransactionsTest, new_interfaces_are_asked_in_the_next_attempt) {
    start();
    requests.resize(1);
    std::vector<InterfaceAddress> more = usual_interfaces();
    more.push_back(interface_address(9, "wlan0", "10.0.0.1/8", "10.255.255.255"));
    routes.clear();
    EXPECT_TRUE(probe->set_interfaces(list_of(more)));
    take_requests();
    EXPECT_TRUE(routes.empty());
    run_for(20 * ms);
    ASSERT_EQ(routes.size(), 5U);
    EXPECT_TRUE(std::ranges::any_of(
        routes, [](const core::Route& each) { return each.to.address == ip("10.255.255.255"); }));
}

TEST_F(ProbeTransactionsTest, round_trip_time_begins_with_the_attempt_that_was_answered) {
    start();
    run_for(50 * ms);
    ASSERT_EQ(attempts(), 2U);
    receive({.attempt = 1, .services = {service("a")}});
    receive({.provider = 2, .primary = 2, .attempt = 2, .services = {service("b")}});
    FoundServiceView found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.rtt_us, 50 * ms);
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.rtt_us, 30 * ms);
}

}  // namespace
}  // namespace mpdisc::test
