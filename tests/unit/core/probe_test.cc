// SPDX-License-Identifier: MIT
#include "core/probe.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

using Names = std::vector<std::string>;

core::ProbeConfig hasty_config() {
    core::ProbeConfig config;
    config.patience_ms = 0;
    return config;
}

core::ProbeConfig local_config() {
    core::ProbeConfig config;
    config.local_only = true;
    return config;
}

TEST_F(ProbeTest,
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

TEST_F(ProbeTest, search_goes_on_with_another_transaction_when_all_attempts_are_numbered) {
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
        << "by each of four paths";
    EXPECT_LE(now_us - times_us.back(), 1'000 * ms) << "it still asks each second";
    const auto last = read<wire::Request>(requests.back());
    // What answers the former transaction is belated.
    receive({.services = {service("late")}});
    EXPECT_TRUE(found().empty());
    requests.front() = requests.back();
    receive({.attempt = last.attempt, .services = {service("new")}});
    EXPECT_EQ(found(), Names{"new"});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTest, what_was_found_under_the_former_transaction_counts_under_the_next) {
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

TEST_F(ProbeTest, request_carries_the_filter) {
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

TEST_F(ProbeTest, tells_all_of_what_it_found) {
    start();
    now_us += 700;
    receive({.provider = 3,
             .primary = 2,
             .matching = 2,
             .services = {service("web", "_http._tcp", {"path=/"}, 8080), service("more")},
             .addresses = {"192.0.2.21", "192.0.2.20"}});
    FoundService found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.service.name, "web");
    EXPECT_EQ(found.service.type, "_http._tcp");
    EXPECT_EQ(found.service.port, 8080);
    Attribute path;
    EXPECT_TRUE(found.service.attributes.find("path", path));
    EXPECT_EQ(found.host, "host");
    ASSERT_EQ(found.addresses.size(), 2U);
    EXPECT_EQ(found.addresses[1], ip("192.0.2.20"));
    EXPECT_EQ(found.address, ip("192.0.2.21")) << "the first";
    EXPECT_EQ(found.interface_name, "eth0");
    EXPECT_EQ(found.provider, id_of(3));
    EXPECT_EQ(found.role, Role::secondary);
    EXPECT_EQ(found.rtt_us, 700U);
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.service.name, "more");
    EXPECT_FALSE(probe->next_service(found));
    EXPECT_EQ(count(Counter::answers), 1U);
}

TEST_F(ProbeTest, address_to_use_does_not_depend_on_the_path_that_was_faster) {
    const std::vector<std::string> advertised = {"192.0.2.20", "2001:db8::20", "fe80::20"};
    for (const char* from : {"192.0.2.20", "fe80::20", "2001:db8::20"}) {
        start();
        receive({.services = {service("a")}, .addresses = advertised}, from);
        FoundService found;
        ASSERT_TRUE(probe->next_service(found));
        EXPECT_EQ(found.address, ip("192.0.2.20")) << from;
        requests.clear();
    }
}

TEST_F(ProbeTest, lists_the_addresses_within_reach_where_there_are_any) {
    struct Case {
        std::vector<std::string> told;
        std::vector<std::string> listed;
    };
    const std::vector<Case> cases = {
        {{"203.0.113.5", "192.0.2.20", "2001:db8:9::1"}, {"192.0.2.20"}},
        {{"192.0.2.20", "fe80::20"}, {"192.0.2.20", "fe80::20"}},
        {{"203.0.113.5", "2001:db8:9::1"}, {"203.0.113.5", "2001:db8:9::1"}},
    };
    for (const Case& each : cases) {
        requests.clear();
        start();
        receive({.services = {service("a")}, .addresses = each.told});
        FoundService found;
        ASSERT_TRUE(probe->next_service(found));
        std::vector<IpAddress> expected;
        for (const std::string& text : each.listed) expected.push_back(ip(text));
        EXPECT_EQ(std::vector(found.addresses.begin(), found.addresses.end()), expected);
    }
}

TEST_F(ProbeTest, address_to_use_is_of_the_family_that_was_asked_for) {
    core::ProbeConfig config;
    config.family = Family::ipv6;
    start(config);
    receive({.services = {service("a")}, .addresses = {"192.0.2.20", "fe80::20"}}, "fe80::20");
    FoundService found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("fe80::20"));
}

TEST_F(ProbeTest, address_to_use_beyond_the_link_is_the_one_that_answered) {
    start();
    receive({.services = {service("a")}, .addresses = {"10.9.9.9", "fe80::9"}}, "203.0.113.5");
    FoundService found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("203.0.113.5"));
}

TEST_F(ProbeTest, more_hosts_than_it_can_follow_are_listed_and_never_called_complete) {
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

TEST_F(ProbeTest, missing_services_do_not_wrap) {
    start();
    receive_from_host(
        1, {.provider = 1, .primary = 1, .matching = 0x8000'0001, .services = {service("a")}});
    receive_from_host(
        2, {.provider = 2, .primary = 2, .matching = 0x8000'0001, .services = {service("a")}});
    EXPECT_EQ(probe->hosts().missing_services(), UINT32_MAX);
}

TEST_F(ProbeTest, address_to_use_over_loopback_is_the_first_one) {
    start();
    receive({.services = {service("a")}, .addresses = {"198.51.100.20", "198.51.100.21"}},
            "127.0.0.1");
    receive({.provider = 2, .primary = 2, .services = {service("b")}, .addresses = {}});
    FoundService found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("198.51.100.20"));
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("192.0.2.20"));
    EXPECT_TRUE(found.addresses.empty());
}

TEST_F(ProbeTest, round_trip_is_counted_from_the_attempt_that_was_answered) {
    start();
    run_for(50 * ms);
    ASSERT_EQ(attempts(), 2U);
    receive({.attempt = 1, .services = {service("a")}});
    receive({.provider = 2, .primary = 2, .attempt = 2, .services = {service("b")}});
    FoundService found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.rtt_us, 50 * ms);
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.rtt_us, 30 * ms);
}

TEST_F(ProbeTest, each_service_is_found_once_however_often_it_answers) {
    start();
    for (int i = 0; i < 3; ++i) receive({.matching = 2, .services = {service("a")}});
    receive({.matching = 2, .services = {service("a"), service("b")}});
    receive({.provider = 2, .matching = 3, .revision = 2, .services = {service("a")}});
    EXPECT_EQ(found(), (Names{"a", "b", "a"})) << "of another provider it is another one";
    EXPECT_EQ(probe->hosts().missing_services(), 0U);
}

TEST_F(ProbeTest, ends_at_once_where_only_this_host_was_asked) {
    start(local_config());
    receive({.matching = 2, .services = {service("a")}});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    receive({.provider = 2, .matching = 2, .services = {service("b")}});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(found(), (Names{"a", "b"})) << "what is left is still told";
    receive({.provider = 3, .matching = 2, .services = {service("late")}});
    EXPECT_TRUE(found().empty());
}

TEST_F(ProbeTest, search_of_the_link_runs_for_400_ms_from_its_first_request) {
    start();
    run_for(ms);
    receive_from_host(1, {.services = {service("a")}});
    run_for(399 * ms - 1);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    EXPECT_EQ(attempts(), 4U) << "repetitions share the time";
    run_for(1);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(attempts(), 4U);
}

TEST_F(ProbeTest, host_that_hears_the_first_request_at_any_time_within_the_patience_is_found) {
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

TEST_F(ProbeTest, patience_is_for_searches_of_many_hosts_alone) {
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

TEST_F(ProbeTest, time_out_ends_a_search_before_its_patience) {
    core::ProbeConfig config;
    config.timeout_ms = 100;
    start(config);
    receive({.services = {service("a")}});
    run_for(100 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTest, order_of_the_links_changes_from_attempt_to_attempt) {
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
    EXPECT_EQ(first_asked.size(), targets - 1) << "each link and family is asked first at times";
    EXPECT_EQ(routes[1].to, routes[2 * targets - 1].to) << "the first becomes the last";
}

TEST_F(ProbeTest, roster_that_tells_of_others_does_not_say_that_nothing_is_missing) {
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

TEST_F(ProbeTest, waits_for_other_hosts_until_three_repetitions_have_brought_nothing) {
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

TEST_F(ProbeTest, list_that_may_grow_still_is_incomplete_until_its_primary_says_otherwise) {
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

TEST_F(ProbeTest, asks_again_soon_who_cannot_tell_yet) {
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

TEST_F(ProbeTest, list_that_stays_unsettled_stays_incomplete) {
    start();
    receive({.services = {service("a")}, .settled = false});
    run_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeTest, first_list_of_a_primary_may_be_unsettled) {
    start(local_config());
    receive({.revision = 0, .services = {service("a")}, .settled = false});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U);
}

TEST_F(ProbeTest, older_answer_unsettles_no_list) {
    start();
    receive({.revision = 2, .services = {service("a")}});
    receive({.revision = 2, .services = {service("a")}, .settled = false});
    receive({.revision = 1, .services = {service("a")}, .settled = false});
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 0U);
    receive({.revision = 3, .services = {service("a")}, .settled = false});
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 1U) << "there is a newer one";
}

TEST_F(ProbeTest, ends_at_the_count_and_tells_no_more_than_it) {
    core::ProbeConfig config;
    config.count = 2;
    start(config);
    receive({.matching = 10, .services = {service("a")}});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    receive({.provider = 2, .matching = 10, .services = {service("b"), service("c")}});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(found(), (Names{"a", "b"}));
}

TEST_F(ProbeTest, fewer_than_the_count_are_not_enough) {
    core::ProbeConfig config;
    config.count = 2;
    start(config);
    receive({.services = {service("a")}});
    run_for(500 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::running) << "another one may come";
    run_for(500 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::not_found);
    EXPECT_EQ(found(), Names{"a"});
}

TEST_F(ProbeTest, says_what_is_missing_where_a_list_stays_incomplete) {
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

TEST_F(ProbeTest, newer_roster_replaces_an_older_one_and_not_the_other_way) {
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

TEST_F(ProbeTest, window_grows_with_what_is_missing_and_with_the_hosts) {
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

TEST_F(ProbeTest, drops_what_is_no_answer_to_it) {
    start();
    Bytes other_transaction = bytes_of_answer({.services = {service("a")}});
    other_transaction[8] ^= 1;
    receive(other_transaction);
    receive({.attempt = 2, .services = {service("future")}});
    receive(bytes_of(request(read<wire::Request>(requests[0]).transaction)));
    EXPECT_EQ(count(Counter::drop_unexpected), 3U);

    Bytes damaged = bytes_of_answer({.services = {service("a")}});
    damaged.pop_back();
    receive(damaged);
    EXPECT_EQ(count(Counter::drop_malformed), 1U);
    EXPECT_TRUE(found().empty());
    EXPECT_EQ(probe->hosts().incomplete_hosts(), 0U);
}

TEST_F(ProbeTest, drops_services_it_did_not_ask_for_and_what_is_said_with_them) {
    core::ProbeConfig config;
    ASSERT_TRUE(config.type.assign("_http._tcp"));
    start(config);
    receive_from_host(
        9, {.provider = 9, .primary = 9, .matching = 5, .services = {service("x", "_ipp._tcp")}});
    EXPECT_EQ(count(Counter::drop_unexpected), 1U);
    receive({.matching = 1, .services = {service("a"), service("y", "_ipp._tcp")}});
    EXPECT_EQ(count(Counter::drop_unexpected), 2U);
    EXPECT_EQ(found(), Names{"a"});
    run_for(400 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeTest, interfaces_that_come_are_asked_with_the_next_attempt) {
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

TEST_F(ProbeTest, full_list_is_called_incomplete) {
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
    // What one has more, and what another host has alone.
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
    EXPECT_EQ(found().size(), limits::found_services_max);
}

}  // namespace
}  // namespace mpdisc::test
