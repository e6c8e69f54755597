// SPDX-License-Identifier: MIT
//
// What a search reports of each service, and which answers it drops.
#include <gtest/gtest.h>

#include "tests/unit/core/probe_fixture.h"

namespace mpdisc::test {
namespace {

class ProbeFoundTest : public ProbeTest {};

TEST_F(ProbeFoundTest, search_reports_everything_about_a_service) {
    start();
    now_us += 700;
    receive({.provider = 3,
             .primary = 2,
             .matching = 2,
             .services = {service("web", "_http._tcp", {"path=/"}, 8080), service("more")},
             .addresses = {"192.0.2.21", "192.0.2.20"}});
    FoundServiceView found;
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

TEST_F(ProbeFoundTest, address_to_use_does_not_depend_on_the_path_that_was_faster) {
    const std::vector<std::string> advertised = {"192.0.2.20", "2001:db8::20", "fe80::20"};
    for (const char* from : {"192.0.2.20", "fe80::20", "2001:db8::20"}) {
        start();
        receive({.services = {service("a")}, .addresses = advertised}, from);
        FoundServiceView found;
        ASSERT_TRUE(probe->next_service(found));
        EXPECT_EQ(found.address, ip("192.0.2.20")) << from;
        requests.clear();
    }
}

TEST_F(ProbeFoundTest, addresses_that_need_no_router_are_listed_if_there_are_any) {
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
        FoundServiceView found;
        ASSERT_TRUE(probe->next_service(found));
        std::vector<IpAddress> expected;
        for (const std::string& text : each.listed) expected.push_back(ip(text));
        EXPECT_EQ(std::vector(found.addresses.begin(), found.addresses.end()), expected);
    }
}

TEST_F(ProbeFoundTest, addresses_that_the_host_cannot_have_are_not_listed) {
    struct Case {
        const char* from;
        std::vector<std::string> told;
        std::vector<std::string> listed;
        const char* to_use;
    };
    const std::vector<Case> cases = {
        // Impossible addresses, beside a possible one or alone.
        {"192.0.2.20", {"127.0.0.1", "192.0.2.20"}, {"192.0.2.20"}, "192.0.2.20"},
        {"192.0.2.20", {"127.0.0.1"}, {}, "192.0.2.20"},
        {"192.0.2.20", {"127.9.9.9", "::1", "0.1.2.3"}, {}, "192.0.2.20"},
        {"192.0.2.20", {"255.255.255.255", "240.0.0.1"}, {}, "192.0.2.20"},
        {"192.0.2.20", {"::ffff:127.0.0.1", "::127.0.0.1", "::ffff:192.0.2.9"}, {}, "192.0.2.20"},
        // Broadcast addresses of this link, and of another link of this host.
        {"192.0.2.20", {"192.0.2.255", "198.51.100.255"}, {}, "192.0.2.20"},
        {"192.0.2.20", {"192.0.2.254", "192.0.3.255"}, {"192.0.2.254"}, "192.0.2.254"},
        // The sender is behind a router. Its link-local addresses are not on a link of this host.
        {"203.0.113.5", {"127.0.0.1", "198.51.100.7"}, {"198.51.100.7"}, "203.0.113.5"},
        {"203.0.113.5", {"127.0.0.1", "255.255.255.255"}, {}, "203.0.113.5"},
        {"2001:db8:9::1", {"fe80::9", "169.254.1.1"}, {}, "2001:db8:9::1"},
        {"fe80::20", {"fe80::20", "::1"}, {"fe80::20"}, "fe80::20"},
        // The sender is this host itself.
        {"127.0.0.1", {"127.0.0.1", "::1"}, {"127.0.0.1", "::1"}, "127.0.0.1"},
        {"127.0.0.1",
         {"192.0.2.10", "0.1.2.3", "255.255.255.255", "fe80::1"},
         {"192.0.2.10"},
         "192.0.2.10"},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(std::string(each.from) + " " + each.told.front());
        requests.clear();
        start();
        receive({.services = {service("a")}, .addresses = each.told}, each.from);
        FoundServiceView found;
        ASSERT_TRUE(probe->next_service(found));
        std::vector<IpAddress> expected;
        for (const std::string& text : each.listed) expected.push_back(ip(text));
        EXPECT_EQ(std::vector(found.addresses.begin(), found.addresses.end()), expected);
        EXPECT_EQ(found.address, ip(each.to_use));
    }
}

TEST_F(ProbeFoundTest, answer_over_a_link_from_an_address_that_no_host_has_is_dropped) {
    const auto receive_by_link = [&](std::string_view from) {
        const Bytes bytes = bytes_of_answer({.services = {service("a")}});
        probe->receive(
            now_us, {core::Channel::client, endpoint(from, 6737), ip("192.0.2.10"), eth0, bytes});
    };
    start();
    for (const char* from : {"127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1"}) {
        receive_by_link(from);
    }
    EXPECT_EQ(count(Counter::drop_unexpected), 5U);
    EXPECT_TRUE(found().empty());
    receive_by_link("192.0.2.20");
    EXPECT_EQ(found(), std::vector<std::string>{"a"});
}

TEST_F(ProbeFoundTest, address_to_use_has_the_family_of_the_search) {
    core::ProbeConfig config;
    config.family = Family::ipv6;
    start(config);
    receive({.services = {service("a")}, .addresses = {"192.0.2.20", "fe80::20"}}, "fe80::20");
    FoundServiceView found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("fe80::20"));
}

TEST_F(ProbeFoundTest, address_to_use_behind_a_router_is_the_source_of_the_answer) {
    start();
    receive({.services = {service("a")}, .addresses = {"10.9.9.9", "fe80::9"}}, "203.0.113.5");
    FoundServiceView found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("203.0.113.5"));
}

TEST_F(ProbeFoundTest, address_to_use_over_loopback_is_the_first_one) {
    start();
    receive({.services = {service("a")}, .addresses = {"198.51.100.20", "198.51.100.21"}},
            "127.0.0.1");
    receive({.provider = 2, .primary = 2, .services = {service("b")}, .addresses = {}});
    FoundServiceView found;
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("198.51.100.20"));
    ASSERT_TRUE(probe->next_service(found));
    EXPECT_EQ(found.address, ip("192.0.2.20"));
    EXPECT_TRUE(found.addresses.empty());
}

TEST_F(ProbeFoundTest, service_that_answers_several_times_is_found_once) {
    start();
    for (int i = 0; i < 3; ++i) receive({.matching = 2, .services = {service("a")}});
    receive({.matching = 2, .services = {service("a"), service("b")}});
    receive({.provider = 2, .matching = 3, .revision = 2, .services = {service("a")}});
    EXPECT_EQ(found(), (Names{"a", "b", "a"}))
        << "the same service of another provider is another one";
    EXPECT_EQ(probe->hosts().missing_services(), 0U);
}

TEST_F(ProbeFoundTest, datagrams_that_answer_no_request_of_the_search_are_dropped) {
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

TEST_F(ProbeFoundTest, services_that_do_not_match_are_dropped_with_their_roster) {
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

}  // namespace
}  // namespace mpdisc::test
