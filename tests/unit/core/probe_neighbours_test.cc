// SPDX-License-Identifier: MIT
//
// What neighbours that lie, or that have many services, can do to a search.
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/probe_fixture.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

class ProbeNeighboursTest : public ProbeTest {
   protected:
    /// The destinations of the requests since the n-th that ask for a roster.
    [[nodiscard]] std::set<IpAddress, bool (*)(const IpAddress&, const IpAddress&)>
    asked_for_rosters(std::size_t since) const {
        std::set<IpAddress, bool (*)(const IpAddress&, const IpAddress&)> asked(
            [](const IpAddress& a, const IpAddress& b) { return a.bytes < b.bytes; });
        for (std::size_t n = since; n < requests.size(); ++n) {
            if (read<wire::Request>(requests[n]).known.wants_roster)
                asked.insert(routes[n].to.address);
        }
        return asked;
    }
    void hear_neighbour(std::uint32_t number, std::uint32_t matching) {
        const Answer answer{.provider = number,
                            .primary = number,
                            .matching = matching,
                            .services = {service("s" + std::to_string(number))},
                            .addresses = {}};
        receive(answer, "192.0.2." + std::to_string(number));
    }
};

TEST_F(ProbeNeighboursTest, host_that_claims_many_services_does_not_silence_the_others) {
    start();
    hear_neighbour(20, UINT32_MAX);
    hear_neighbour(21, UINT32_MAX);
    hear_neighbour(22, UINT32_MAX);
    const TimeUs end_us = now_us + 1'000 * ms;
    while (outcome() == ProbeOutcome::running) {
        const TimeUs left_us = end_us - now_us;
        const TimeUs window_us = read<wire::Request>(requests.back()).window_ms * ms;
        EXPECT_LE(window_us, left_us / 4 + 250 * ms);
        run_for(ms);
    }
    EXPECT_GE(attempts(), 5U);
    EXPECT_NE(read<wire::Request>(requests.back()).known.hashes, 0);
}

TEST_F(ProbeNeighboursTest, incomplete_hosts_are_asked_in_turn) {
    core::ProbeConfig config;
    config.timeout_ms = 20'000;
    start(config);
    for (std::uint32_t n = 11; n <= 254; ++n) hear_neighbour(n, 2);
    const std::size_t before = requests.size();
    while (attempts() < 4) run_for(ms);
    EXPECT_EQ(asked_for_rosters(before).size(), 244U);
}

/// The known services do not fit into fewer requests, because the filter by attributes is long.
TEST_F(ProbeNeighboursTest, silent_host_is_asked_though_it_takes_more_requests_than_usual) {
    std::vector<std::string> attributes;
    for (const char* key : {"a=", "b=", "c=", "d="})
        attributes.push_back(key + std::string(250, 'x'));
    core::ProbeConfig config;
    config.attributes = attributes_of(attributes);
    start(config);
    wire::Neighbour silent;
    silent.host.bytes = id_of(77).bytes;
    silent.primary = id_of(78);
    silent.types = wire::TypeFilter(1);
    silent.types.add("_http._tcp");
    silent.sources = {
        {{ip("192.0.2.77"), eth0}, {ip("fe80::77"), eth0}, {ip("198.51.100.77"), eth1}}};
    silent.source_count = 3;
    Bytes list(1'000);
    wire::HostListWriter writer(list, host_queries.at(0).message().transaction, silent.host, {});
    ASSERT_TRUE(writer.add(silent));
    list.resize(writer.finish(0));
    receive(list, "127.0.0.1");
    for (int n = 0; n < 5'000; ++n) {
        receive({.matching = 5'000,
                 .services = {service("s" + std::to_string(n), "_http._tcp", attributes)}});
    }
    const std::size_t before = requests.size();
    run_for(50 * ms);
    ASSERT_GT(3U * read<wire::Request>(requests.back()).known.shards, limits::probe_unicasts_max);
    std::size_t asked = 0;
    for (std::size_t n = before; n < routes.size(); ++n) {
        if (routes[n].to.address == ip("fe80::77")) ++asked;
    }
    EXPECT_NE(asked, 0U);
}

TEST_F(ProbeNeighboursTest, host_that_claims_an_address_elsewhere_is_not_asked_there) {
    start();
    const Answer answer{.matching = 9, .services = {service("a")}};
    receive(answer, "203.0.113.5");
    // Over loopback, a program of this host can send anything.
    probe->receive(now_us, {core::Channel::client, endpoint("203.0.113.6", 6737), ip("127.0.0.1"),
                            lo, bytes_of_answer(answer)});
    run_for(200 * ms);
    EXPECT_TRUE(asked_for_rosters(0).empty());
}

TEST_F(ProbeNeighboursTest, hosts_behind_one_given_broadcast_address_do_not_all_have_to_answer) {
    for (const char* given : {"192.0.2.255", "255.255.255.255", "ff12::1"}) {
        core::ProbeConfig config;
        config.targets[0] = {ip(given), 0, 7000};
        config.target_count = 1;
        requests.clear();
        routes.clear();
        start(config);
        hear_neighbour(20, 2);
        run_for(100 * ms);
        const auto asked = asked_for_rosters(0);
        ASSERT_EQ(asked.size(), 1U) << given;
        EXPECT_EQ(*asked.begin(), ip("192.0.2.20"));
        for (std::size_t n = 0; n < routes.size(); ++n) EXPECT_EQ(routes[n].to.port, 7000);
    }
}

TEST_F(ProbeNeighboursTest,
       hosts_that_are_asked_alone_are_asked_for_rosters_by_each_request_that_can) {
    core::ProbeConfig config;
    config.targets[0] = endpoint("192.0.2.20", 0);
    config.target_count = 1;
    start(config);
    EXPECT_EQ(read<wire::Request>(requests.back()).known.hashes, 0) << "no service is known yet";
    receive({.matching = 2, .services = {service("a")}});
    requests.clear();
    run_for(100 * ms);
    ASSERT_FALSE(requests.empty());
    for (const Bytes& each : requests) {
        EXPECT_TRUE(read<wire::Request>(each).known.wants_roster);
    }
}

TEST_F(ProbeNeighboursTest, each_given_host_is_asked_at_its_own_port) {
    core::ProbeConfig config;
    config.targets[0] = endpoint("192.0.2.20", 7000);
    config.targets[1] = endpoint("192.0.2.21", 7001);
    config.targets[2] = endpoint("192.0.2.22", 0);
    config.target_count = 3;
    start(config);
    for (const std::uint32_t number : {20U, 21U, 22U}) {
        receive({.provider = number,
                 .primary = number,
                 .matching = 2,
                 .services = {service("s" + std::to_string(number))},
                 .address_token = number},
                "192.0.2." + std::to_string(number));
    }
    requests.clear();
    routes.clear();
    run_for(ms);
    ASSERT_EQ(routes.size(), 3U) << "each host is shown its token";
    EXPECT_EQ(routes[0].to, config.targets[0]);
    EXPECT_EQ(routes[1].to, config.targets[1]);
    EXPECT_EQ(routes[2].to, endpoint("192.0.2.22", 6737));
}

TEST_F(ProbeNeighboursTest, hosts_are_asked_at_the_discovery_port_even_if_another_port_answered) {
    start();
    const Answer answer{.matching = 2, .services = {service("a")}, .address_token = 5};
    const Bytes bytes = bytes_of_answer(answer);
    probe->receive(now_us, {core::Channel::client, endpoint("192.0.2.20", 45'678), ip("192.0.2.10"),
                            eth0, bytes});
    requests.clear();
    routes.clear();
    run_for(100 * ms);
    std::size_t unicasts = 0;
    for (const core::Route& each : routes) {
        if (each.to.address != ip("192.0.2.20")) continue;
        EXPECT_EQ(each.to.port, 6737);
        ++unicasts;
    }
    EXPECT_GE(unicasts, 2U) << "at once with the token, and in the next attempt";
}

TEST_F(ProbeNeighboursTest, only_the_primary_can_confirm_a_list_and_only_if_it_was_asked) {
    start();
    hear_neighbour(20, 1);
    receive(bytes_of_answer({.provider = 20, .primary = 20, .matching = 0, .services = {}}));
    EXPECT_EQ(count(Counter::drop_unexpected), 1U) << "the first attempt does not ask for that";
    run_for(20 * ms);
    receive(bytes_of_answer(
        {.provider = 3, .primary = 20, .matching = 0, .attempt = 2, .services = {}}));
    EXPECT_EQ(count(Counter::drop_unexpected), 2U);
    EXPECT_EQ(probe->hosts().count(), 1U);
}

TEST_F(ProbeNeighboursTest, requests_of_one_attempt_have_the_same_shards) {
    start();
    std::vector<Service> services;
    for (std::uint32_t provider = 1; provider <= 125; ++provider) {
        services.clear();
        for (int n = 0; n < 16; ++n) services.push_back(service("s" + std::to_string(n)));
        receive({.provider = provider, .primary = 1, .matching = 2001, .services = services},
                "192.0.2.20");
    }
    receive({.provider = 200, .primary = 200, .matching = 2, .services = {service("b")}},
            "192.0.2.21");
    const std::size_t before = requests.size();
    while (attempts() < 2) run_for(ms);
    for (std::size_t n = before; n < requests.size(); ++n) {
        EXPECT_EQ(read<wire::Request>(requests[n]).known.shards, 3) << n;
    }
}

TEST(ProbeOnHost, service_that_changes_during_the_search_is_taken_as_it_is_now) {
    VirtualHost host;
    host.start({service("p")});
    VirtualProvider& changing = host.start({service("s", "_http._tcp", {}, 80)});
    host.start({service("t")});
    host.run_for(second);
    core::ProbeConfig config;
    config.one_interface = true;
    host.probe_interface_name = "eth0";
    core::Probe probe(config);
    host.start(probe);
    host.run_for(ms);
    EXPECT_EQ(host.remove(changing, "s", "_http._tcp"), ServiceError::none);
    EXPECT_EQ(host.add(changing, service("s", "_http._tcp", {}, 81)), ServiceError::none);
    host.run_for(second);
    EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);
    std::multiset<std::uint16_t> ports;
    for (FoundServiceView found; probe.next_service(found);) {
        if (found.service.name == "s") ports.insert(found.service.port);
    }
    EXPECT_EQ(ports, (std::multiset<std::uint16_t>{81}));
}

}  // namespace
}  // namespace mpdisc::test
