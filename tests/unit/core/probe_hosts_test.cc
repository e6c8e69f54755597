// SPDX-License-Identifier: MIT
//
// Whole searches of a link whose hosts know each other.
#include "tests/unit/core/keys.h"
#include "tests/unit/core/probe_hosts_fixture.h"

namespace mpdisc::test {
namespace {

TEST_F(ProbeHostsTest, nothing_matches_and_the_search_ends_at_once) {
    start_all();
    EXPECT_LE(search(config_of("_ipp._tcp")), 3 * ms);
    expect_outcome(ProbeOutcome::not_found, {});
}

TEST_F(ProbeHostsTest, all_hosts_match_and_the_search_ends_after_two_round_trips) {
    start_all();
    EXPECT_LE(search(), std::max<TimeUs>(2 * round_trip_us, ms) + 100);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
    EXPECT_EQ(unicasts_to(1, MessageType::client_discovery_request), 0U)
        << "the broadcast was enough";
}

TEST_F(ProbeHostsTest, search_of_one_type_waits_for_the_hosts_that_have_it) {
    providers = {&start(0, {service("a")}), &start(1, {service("b", "_ipp._tcp")}),
                 &start(2, {service("c")})};
    settle();
    EXPECT_LE(search(config_of("_ipp._tcp")), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"b"});
    EXPECT_EQ(unicasts_to(2, MessageType::client_discovery_request), 0U);
}

TEST_F(ProbeHostsTest, host_with_services_of_other_types_is_not_awaited) {
    providers = {&start(0, {service("a")}), &start(1, {service("b")}),
                 &start(2, {service("c", "_ipp._tcp")})};
    settle();
    cut(2);
    EXPECT_LE(search(config_of("_http._tcp")), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b"});
    EXPECT_EQ(unicasts_to(2, MessageType::client_discovery_request), 0U);
}

TEST_F(ProbeHostsTest, slow_host_is_awaited_and_found) {
    start_all();
    delay(2, 300 * ms);
    core::ProbeConfig config;
    config.patience_ms = 0;
    begin(config);
    while (probe->outcome() == ProbeOutcome::running) {
        step();
        deliver_late();
    }
    EXPECT_GE(hosts[0]->now_us - began_us, 300 * ms);
    EXPECT_LE(hosts[0]->now_us - began_us, 400 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

TEST_F(ProbeHostsTest, host_that_loses_the_broadcast_is_asked_by_unicast) {
    start_all();
    hosts[2]->loses = [](const Datagram& each) {
        return each.type() == MessageType::client_discovery_request && each.is_to_all;
    };
    EXPECT_LE(search(), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
    EXPECT_EQ(unicasts_to(2, MessageType::client_discovery_request), 2U)
        << "once by IPv4 and once by IPv6";
    EXPECT_EQ(unicasts_to(1, MessageType::client_discovery_request), 0U);
}

TEST_F(ProbeHostsTest, host_that_loses_the_first_unicasts_is_asked_with_each_attempt) {
    start_all();
    int unicasts = 0;
    hosts[2]->loses = [&](const Datagram& each) {
        return each.type() == MessageType::client_discovery_request &&
               (each.is_to_all || ++unicasts <= 4);
    };
    const TimeUs took_us = search();
    EXPECT_GE(took_us, 20 * ms);
    EXPECT_LE(took_us, 70 * ms) << "the third unicast comes with the third attempt";
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
}

TEST_F(ProbeHostsTest, dead_host_is_named_and_then_forgotten) {
    start_all();
    cut(2);
    EXPECT_EQ(search() / ms, 1'000);
    EXPECT_EQ(probe->outcome(), ProbeOutcome::incomplete);
    EXPECT_EQ(probe->incomplete_hosts(), 1U);
    const std::vector<IncompleteHost> named = incomplete();
    ASSERT_EQ(named.size(), 1U);
    EXPECT_TRUE(named[0].is_silent);
    EXPECT_EQ(named[0].address, address_of(2));
    EXPECT_EQ(named[0].interface_name, "eth0");
    EXPECT_EQ(named[0].host, "");
    EXPECT_EQ(named[0].missing_services, 0U);
    EXPECT_EQ(found(), (Names{"a", "b"}));

    run_for(6 * second);
    EXPECT_EQ(find(*providers[0], 2), nullptr) << "the search has reported it";
    EXPECT_LE(search(), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b"});
}

/// Beyond the link, a datagram would go wherever a forged list says.
TEST_F(ProbeHostsTest, silent_host_that_is_no_neighbour_any_more_is_not_asked) {
    start_all();
    cut(2);
    begin();
    const auto requests = [&] {
        return std::ranges::count_if(hosts[0]->sent, [&](const Datagram& each) {
            return each.type() == MessageType::client_discovery_request &&
                   each.to.address == address_of(2);
        });
    };
    run_closely_for(50 * ms);
    EXPECT_NE(requests(), 0);
    std::vector<InterfaceAddress> moved = hosts[0]->interfaces;
    moved[1] = interface_address(eth0, "eth0", "198.51.100.11/24", "198.51.100.255");
    ASSERT_TRUE(probe->set_interfaces(list_of(moved)));
    clear_sent();
    (void)run_to_end();
    EXPECT_EQ(requests(), 0);
    EXPECT_EQ(probe->outcome(), ProbeOutcome::incomplete);
}

TEST_F(ProbeHostsTest, search_for_some_services_does_not_wait_for_a_dead_host) {
    start_all();
    cut(2);
    core::ProbeConfig config;
    config.count = 1;
    EXPECT_LE(search(config), ms);
    EXPECT_EQ(probe->outcome(), ProbeOutcome::complete);
}

TEST_F(ProbeHostsTest, client_without_a_provider_asks_a_host_that_answers) {
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    EXPECT_LE(search(), 5 * ms);
    expect_outcome(ProbeOutcome::complete, {"b", "c"});
}

TEST_F(ProbeHostsTest, client_without_a_provider_learns_that_nothing_matches) {
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    EXPECT_LE(search(config_of("_ipp._tcp")), 10 * ms);
    expect_outcome(ProbeOutcome::not_found, {});
}

TEST_F(ProbeHostsTest, client_without_a_provider_names_a_dead_host_and_reports_it) {
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    cut(2);
    EXPECT_EQ(search() / ms, 1'000);
    expect_outcome(ProbeOutcome::incomplete, {"b"});
    EXPECT_EQ(probe->incomplete_hosts(), 1U);
    run_for(6 * second);
    EXPECT_EQ(find(*providers[1], 2), nullptr);
}

TEST_F(ProbeHostsTest, link_without_hosts_is_searched_with_the_usual_patience) {
    EXPECT_EQ(search() / ms, 1'000);
    expect_outcome(ProbeOutcome::not_found, {});
}

TEST_F(ProbeHostsTest, hosts_with_keys_are_known_to_clients_with_the_same_keys) {
    for (const auto& host : hosts) host->keys = keyring({1});
    start_all();
    core::ProbeConfig config;
    config.keys = keyring({1});
    EXPECT_LE(search(config), 3 * ms);
    expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
    for (const auto& host : hosts) {
        for (const Datagram& each : host->sent) {
            wire::Seal seal;
            const bool is_of_client =
                each.type() == MessageType::host_query || each.type() == MessageType::host_list;
            EXPECT_TRUE(!is_of_client || opens(keyring({1}), each.bytes, {}, seal));
        }
    }
}

TEST_F(ProbeHostsTest, client_with_keys_and_without_a_provider_gets_a_list) {
    hosts[1]->keys = hosts[2]->keys = keyring({1});
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    core::ProbeConfig config;
    config.keys = keyring({1});
    EXPECT_LE(search(config), 5 * ms);
    expect_outcome(ProbeOutcome::complete, {"b", "c"});
}

TEST_F(ProbeHostsTest, client_with_another_clock_gets_a_list) {
    hosts[1]->keys = hosts[2]->keys = keyring({1});
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    hosts[0]->probe_wall_ms = hosts[0]->wall_ms() + 3'600'000;
    core::ProbeConfig config;
    config.keys = keyring({1});
    EXPECT_LE(search(config), 50 * ms);
    expect_outcome(ProbeOutcome::complete, {"b", "c"});
}

TEST_F(ProbeHostsTest, client_with_other_keys_learns_nothing) {
    for (const auto& host : hosts) host->keys = keyring({1});
    start_all();
    core::ProbeConfig config;
    config.keys = keyring({2});
    EXPECT_EQ(search(config) / ms, 1'000);
    expect_outcome(ProbeOutcome::not_found, {});
    EXPECT_EQ(hosts[0]->count_sent(MessageType::host_list), 0U);
}

TEST_F(ProbeHostsTest, search_of_this_host_asks_no_other_host) {
    start_all();
    for (const char* type : {"", "_ipp._tcp"}) {
        clear_sent();
        core::ProbeConfig config = config_of(type);
        config.local_only = true;
        EXPECT_LE(search(config), 3 * ms);
        const bool is_any = config.type.view().empty();
        expect_outcome(is_any ? ProbeOutcome::complete : ProbeOutcome::not_found,
                       is_any ? Names{"a"} : Names{});
        for (const Datagram& each : hosts[0]->sent) {
            EXPECT_TRUE(each.to.address.is_loopback()) << static_cast<int>(each.type());
        }
    }
}

TEST_F(ProbeHostsTest, search_over_one_family_waits_for_its_hosts) {
    start_all();
    for (const Family family : {Family::ipv4, Family::ipv6}) {
        clear_sent();
        core::ProbeConfig config;
        config.family = family;
        EXPECT_LE(search(config), 3 * ms);
        expect_outcome(ProbeOutcome::complete, {"a", "b", "c"});
    }
}

TEST_F(ProbeHostsTest, search_by_one_interface_waits_for_the_hosts_there) {
    start_all();
    hosts[0]->probe_interface_name = "eth0";
    core::ProbeConfig config;
    config.one_interface = true;
    EXPECT_LE(search(config), 3 * ms);
    EXPECT_EQ(probe->outcome(), ProbeOutcome::complete);
    const Names names = found();
    EXPECT_TRUE(names.contains("b") && names.contains("c"));
}

TEST_F(ProbeHostsTest, search_of_given_addresses_asks_for_no_list) {
    start_all();
    hosts[0]->probe_interface_name = "eth0";
    core::ProbeConfig config;
    config.targets[0] = {address_of(1), 0, 0};
    config.target_count = 1;
    (void)search(config);
    expect_outcome(ProbeOutcome::complete, {"b"});
    EXPECT_EQ(hosts[0]->count_sent(MessageType::host_query), 0U);
}

TEST_F(ProbeHostsTest, search_for_hosts_lists_them_and_sends_no_request) {
    start_all();
    cut(2);
    core::ProbeConfig config;
    config.hosts_only = true;
    EXPECT_LE(search(config), 3 * ms);
    EXPECT_EQ(probe->outcome(), ProbeOutcome::complete);
    EXPECT_EQ(probe->incomplete_hosts(), 0U) << "it does not ask whether they are alive";
    std::size_t listed = 0;
    for (KnownHost each; probe->next_host(each); ++listed) {
        ASSERT_LT(listed, hosts.size());
        EXPECT_NE(each.address_count, 0U);
        EXPECT_EQ(each.services, 1U);
        EXPECT_TRUE(each.id.is_known());
    }
    EXPECT_EQ(listed, 3U);
    EXPECT_EQ(hosts[0]->count_sent(MessageType::client_discovery_request), 0U);
}

TEST_F(ProbeHostsTest, no_service_has_the_name_and_the_search_ends_at_once) {
    start_all();
    core::ProbeConfig config;
    ASSERT_TRUE(config.name.assign("nobody"));
    EXPECT_LE(search(config), 5 * ms);
    expect_outcome(ProbeOutcome::not_found, {});
    EXPECT_EQ(unicasts_to(1, MessageType::client_discovery_request), 2U)
        << "it may have such a service, and says that it has none";
}

/// A host sends at most this many times as much as it has got to an address that has shown no
/// token.
TEST_F(ProbeHostsTest, answers_to_a_stranger_are_not_much_longer_than_its_queries) {
    providers = {nullptr, &start(1, {service("b")}), &start(2, {service("c")})};
    settle();
    (void)search(config_of("_ipp._tcp"));
    std::size_t shortest = limits::network_datagram_max;
    for (const Datagram& each : hosts[0]->sent_of_type(MessageType::host_query)) {
        if (each.to.address.is_loopback()) continue;
        EXPECT_GE(each.bytes.size(), limits::request_size_min);
        shortest = std::min(shortest, each.bytes.size());
    }
    std::size_t answers = 0;
    for (std::size_t host : {1U, 2U}) {
        for (const Datagram& each : hosts[host]->sent_of_type(MessageType::host_announcement)) {
            if (each.to.port == announcement_port) continue;
            ++answers;
            EXPECT_LE(each.bytes.size(), shortest);
        }
        for (const Datagram& each : hosts[host]->sent_of_type(MessageType::host_list)) {
            EXPECT_LE(each.bytes.size(), 16 * shortest);
        }
    }
    EXPECT_NE(answers, 0U);
    EXPECT_LE(hosts[0]->count_sent(MessageType::host_query), 8U);
}

}  // namespace
}  // namespace mpdisc::test
