// SPDX-License-Identifier: MIT
//
// The outcome of a search that found nothing, or not everything.
#include <gtest/gtest.h>

#include "core/search/closed_port_check.h"
#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeEndingTest : public ProbeTest {
   protected:
    /// After each request the system reports that no program has the discovery port of this host.
    void refuse_for(TimeUs duration_us) {
        const TimeUs end_us = now_us + duration_us;
        while (outcome() == ProbeOutcome::running && now_us < end_us) {
            if (requests.size() != refused) probe->refused(now_us, routes.back().to);
            refused = requests.size();
            for (; refused_queries < host_queries.size(); ++refused_queries) {
                probe->refused(now_us, host_queries[refused_queries].route.to);
            }
            run_for(ms);
        }
    }
    /// The system refuses to send all datagrams but the first `sent` requests.
    void fail_to_send(std::size_t sent) {
        for (std::size_t n = sent; n < routes.size(); ++n) {
            probe->unsent(routes[n].to, routes[n].if_index);
        }
        for (const SentHostQuery& each : host_queries) {
            probe->unsent(each.route.to, each.route.if_index);
        }
    }

    std::size_t refused = 0;
    std::size_t refused_queries = 0;
};

TEST_F(ProbeEndingTest, search_of_a_host_without_a_primary_ends_after_four_refused_requests) {
    start(local_config());
    const TimeUs began_us = now_us;
    refuse_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::not_found);
    EXPECT_TRUE(probe->has_no_provider());
    EXPECT_EQ(requests.size(), core::ClosedPortCheck::refusals_needed);
    EXPECT_EQ((now_us - began_us) / ms, 141);
    EXPECT_EQ(host_queries.size(), 4U) << "the system refused them, too, and they do not count";
}

TEST_F(ProbeEndingTest, silence_does_not_prove_that_there_is_no_provider) {
    start(local_config());
    run_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::not_found);
    EXPECT_FALSE(probe->has_no_provider());
}

TEST_F(ProbeEndingTest, primary_that_starts_before_the_fourth_refusal_is_found) {
    start(local_config());
    refuse_for(100 * ms);
    ASSERT_EQ(outcome(), ProbeOutcome::running);
    run_for(60 * ms);
    receive({.attempt = 4, .services = {service("a")}}, "127.0.0.1");
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeEndingTest, after_an_answer_earlier_refusals_do_not_count) {
    start(local_config());
    refuse_for(100 * ms);
    receive({.matching = 2, .services = {service("a")}}, "127.0.0.1");
    refuse_for(50 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
}

TEST_F(ProbeEndingTest, several_refusals_of_one_request_count_once) {
    start(local_config());
    for (int i = 0; i < 100; ++i) probe->refused(now_us, routes.back().to);
    EXPECT_EQ(outcome(), ProbeOutcome::running);
}

TEST_F(ProbeEndingTest, refusal_from_an_address_that_was_not_asked_does_not_count) {
    start(local_config());
    for (int n = 0; n < 10; ++n) {
        probe->refused(now_us, endpoint("127.0.0.1", 6738));
        run_for(50 * ms);
    }
    EXPECT_EQ(outcome(), ProbeOutcome::running);
}

TEST_F(ProbeEndingTest, search_of_the_link_goes_on_if_its_own_host_has_no_primary) {
    start();
    for (int n = 0; n < 10; ++n) {
        probe->refused(now_us, endpoint("127.0.0.1", 6737));
        run_for(50 * ms);
    }
    EXPECT_EQ(outcome(), ProbeOutcome::running);
}

TEST_F(ProbeEndingTest, only_refusals_by_own_addresses_end_a_search) {
    for (const char* given : {"192.0.2.10", "192.0.2.20"}) {
        auto config = local_config();
        config.local_only = false;
        config.targets[0] = endpoint(given, 6737);
        config.target_count = 1;
        start(config);
        refused = requests.size() - 1;
        refuse_for(500 * ms);
        EXPECT_EQ(probe->has_no_provider(), given == std::string_view("192.0.2.10")) << given;
    }
}

TEST_F(ProbeEndingTest, outcome_is_not_asked_if_the_system_refused_to_send_each_request) {
    for (const bool has_sent_one : {false, true}) {
        requests.clear();
        routes.clear();
        host_queries.clear();
        start();
        run_for(999 * ms);
        fail_to_send(has_sent_one ? 1 : 0);
        run_for(ms);
        EXPECT_EQ(outcome(), has_sent_one ? ProbeOutcome::not_found : ProbeOutcome::not_asked);
    }
}

TEST_F(ProbeEndingTest, each_path_over_which_the_system_refused_to_send_is_reported_once) {
    start();
    for (int round = 0; round < 3; ++round) {
        probe->unsent(endpoint("192.0.2.255", 6737), eth0);
        probe->unsent(endpoint("ff12::1", 6737), eth0);
        probe->unsent(endpoint("127.0.0.1", 6737), 0);
        probe->unsent(endpoint("198.51.100.255", 6737), 99);
    }
    UnsentPath path;
    ASSERT_TRUE(probe->next_unsent_path(path));
    EXPECT_EQ(path.interface_name, "eth0");
    EXPECT_EQ(path.address, IpAddress{});
    for (const char* address : {"127.0.0.1", "198.51.100.255"}) {
        ASSERT_TRUE(probe->next_unsent_path(path));
        EXPECT_EQ(path.interface_name, "") << "an interface that is gone has no name";
        EXPECT_EQ(path.address, ip(address));
    }
    EXPECT_FALSE(probe->next_unsent_path(path));

    start();
    for (std::size_t n = 0; n < limits::unsent_paths_max + 10; ++n) {
        probe->unsent(endpoint("10.0.0." + std::to_string(n), 6737), 0);
    }
    std::size_t told = 0;
    while (probe->next_unsent_path(path)) ++told;
    EXPECT_EQ(told, limits::unsent_paths_max);
}

TEST_F(ProbeEndingTest, outcome_is_not_asked_if_the_interface_has_no_address) {
    core::ProbeConfig config;
    config.one_interface = true;
    start(config);
    run_for(1'000 * ms);
    EXPECT_TRUE(requests.empty());
    EXPECT_EQ(outcome(), ProbeOutcome::not_asked);
}

TEST_F(ProbeEndingTest, interface_that_gets_an_address_during_the_search_is_asked) {
    core::ProbeConfig config;
    config.one_interface = true;
    start(config);
    std::vector<InterfaceAddress> more = usual_interfaces();
    more.push_back(interface_address(9, "wlan0", "10.0.0.1/8", "10.255.255.255"));
    EXPECT_TRUE(probe->set_interfaces(list_of(more, "wlan0")));
    run_for(1'000 * ms);
    EXPECT_FALSE(requests.empty());
    EXPECT_EQ(outcome(), ProbeOutcome::not_found);
}

TEST_F(ProbeEndingTest, search_without_a_link_says_so) {
    start();
    EXPECT_FALSE(probe->has_no_link());
    start(local_config());
    EXPECT_FALSE(probe->has_no_link()) << "the search was not to ask links";
    start();
    const std::vector<InterfaceAddress> loopback = {interface_address(lo, "lo", "127.0.0.1/8")};
    EXPECT_TRUE(probe->set_interfaces(list_of(loopback)));
    EXPECT_TRUE(probe->has_no_link());
}

TEST_F(ProbeEndingTest, search_of_more_networks_than_it_can_ask_is_incomplete) {
    std::vector<InterfaceAddress> many = usual_interfaces();
    for (std::uint32_t i = 0; i < limits::probe_targets_max; ++i) {
        many.push_back(interface_address(i + 10, "e" + std::to_string(i), "fe80::1/64"));
    }
    for (const std::uint32_t count : {0U, 1U}) {
        for (const bool finds_one : {false, true}) {
            core::ProbeConfig config;
            config.count = count;
            requests.clear();
            start(config);
            EXPECT_FALSE(probe->has_unasked_networks());
            EXPECT_TRUE(probe->set_interfaces(list_of(many)));
            EXPECT_TRUE(probe->has_unasked_networks());
            if (finds_one) receive({.services = {service("a")}});
            run_for(1'000 * ms);
            const bool has_count = finds_one && count == 1;
            EXPECT_EQ(outcome(), has_count ? ProbeOutcome::complete : ProbeOutcome::incomplete);
            EXPECT_EQ(probe->hosts().incomplete_hosts(), 0U);
        }
    }
}

TEST_F(ProbeEndingTest, incomplete_host_is_named_by_its_ipv4_address_or_a_wider_ipv6_address) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
        {{"fe80::20", "192.0.2.20"}, "192.0.2.20"},
        {{"192.0.2.20", "fe80::20"}, "192.0.2.20"},
        {{"fe80::20", "2001:db8::20"}, "2001:db8::20"},
        {{"fe80::20"}, "fe80::20"},
    };
    for (const auto& [sources, named] : cases) {
        requests.clear();
        routes.clear();
        host_queries.clear();
        start();
        run_for(20 * ms);
        Answer roster{.attempt = 2, .services = {}};
        roster.others_answer = true;
        for (const std::string& from : sources) receive(roster, from);
        run_for(1'000 * ms);
        IncompleteHost host;
        ASSERT_TRUE(probe->next_incomplete_host(host)) << named;
        EXPECT_EQ(host.address, ip(named));
    }
}

TEST_F(ProbeEndingTest, host_with_a_roster_and_no_services_is_named_as_incomplete) {
    for (const std::uint32_t count : {0U, 1U}) {
        core::ProbeConfig config;
        config.count = count;
        requests.clear();
        start(config);
        run_for(20 * ms);
        Answer roster{.matching = 3, .attempt = 2, .services = {}};
        roster.others_answer = true;
        receive(roster);
        IncompleteHost host;
        EXPECT_FALSE(probe->next_incomplete_host(host)) << "not before the end";
        run_for(1'000 * ms);
        EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
        ASSERT_TRUE(probe->next_incomplete_host(host));
        EXPECT_EQ(host.host, "host");
        EXPECT_EQ(host.address, ip("192.0.2.20"));
        EXPECT_EQ(host.interface_name, "eth0");
        EXPECT_EQ(host.missing_services, 3U);
        EXPECT_FALSE(probe->next_incomplete_host(host));
    }
}

TEST_F(ProbeEndingTest, more_services_than_the_roster_counts_are_kept_and_the_list_is_complete) {
    start(local_config());
    receive({.matching = 2, .services = {service("a")}});
    EXPECT_EQ(outcome(), ProbeOutcome::running);
    receive({.provider = 2, .matching = 2, .services = {service("b"), service("c")}});
    EXPECT_EQ(outcome(), ProbeOutcome::complete);
    EXPECT_EQ(found(), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(ProbeEndingTest, complete_hosts_are_not_named) {
    start();
    receive_from_host(1, {.services = {service("a")}});
    receive_from_host(2, {.provider = 2, .primary = 2, .matching = 2, .services = {service("b")}});
    receive_from_host(3, {.provider = 3, .primary = 3, .matching = 4, .services = {service("c")}});
    run_for(1'000 * ms);
    EXPECT_EQ(outcome(), ProbeOutcome::incomplete);
    IncompleteHost host;
    ASSERT_TRUE(probe->next_incomplete_host(host));
    EXPECT_EQ(host.address, ip("10.0.0.2"));
    ASSERT_TRUE(probe->next_incomplete_host(host));
    EXPECT_EQ(host.address, ip("10.0.0.3"));
    EXPECT_FALSE(probe->next_incomplete_host(host));
}

}  // namespace
}  // namespace mpdisc::test
