// SPDX-License-Identifier: MIT
#include "core/search/probe_targets.h"

#include <gtest/gtest.h>

#include "mpdisc/limits.h"
#include "tests/unit/core/addresses.h"

namespace mpdisc::test {
namespace {

struct Target {
    std::string address;
    std::uint32_t if_index;

    friend bool operator==(const Target&, const Target&) = default;
};

void PrintTo(const Target& target, std::ostream* out) {
    *out << target.address << " by " << target.if_index;
}

const char* const group = "ff12::6d70:6469:7363";

class ProbeTargetsTest : public testing::Test {
   protected:
    ProbeTargetsTest() {
        std::vector<InterfaceAddress> list = usual_interfaces();
        // Another address in the same network, and another IPv6 address. No host is asked twice.
        list.push_back(interface_address(eth0, "eth0", "192.0.2.11/24", "192.0.2.255"));
        list.push_back(interface_address(eth1, "eth1", "fe80::b/64"));
        list.push_back(interface_address(7, "tun0", "10.0.0.1/32"));
        list.push_back(interface_address(7, "tun0", "fe80::c/64"));
        list.back().can_multicast = false;
        assign(list);
        scope.discovery_port = 6737;
    }

    void assign(const std::vector<InterfaceAddress>& addresses) {
        all = addresses;
        EXPECT_EQ(interfaces.assign(list_of(all)), core::InterfaceTable::Update::changed);
    }
    void choose(std::string_view name) {
        scope.one_interface = true;
        (void)interfaces.assign(list_of(all, name));
    }

    std::vector<Target> compute() {
        EXPECT_TRUE(targets.compute(scope, interfaces));
        std::vector<Target> list;
        for (const core::Route& route : targets.all()) {
            EXPECT_EQ(route.channel, core::Channel::client);
            EXPECT_EQ(route.source, IpAddress{});
            const bool scoped = route.to.address.is_multicast();
            EXPECT_EQ(route.to.scope_id, scoped ? route.if_index : 0);
            EXPECT_EQ(route.to.port, 6737);
            list.push_back({std::string(to_text(route.to.address).view()), route.if_index});
        }
        return list;
    }

    std::vector<InterfaceAddress> all;
    core::InterfaceTable interfaces;
    core::ProbeScope scope;
    core::ProbeTargets targets;
};

using Targets = std::vector<Target>;

TEST_F(ProbeTargetsTest, this_host_first_then_each_interface_once) {
    EXPECT_EQ(compute(), (Targets{{"127.0.0.1", 0},
                                  {"192.0.2.255", eth0},
                                  {group, eth0},
                                  {"198.51.100.255", eth1},
                                  {group, eth1}}));
    EXPECT_FALSE(targets.only_this_host());
}

TEST_F(ProbeTargetsTest, whole_link_is_asked_if_the_system_can_send_to_it) {
    std::vector<InterfaceAddress> list = {
        interface_address(eth0, "eth0", "192.0.2.10/24", "192.0.2.255"),
        interface_address(eth0, "eth0", "192.0.2.11/24", "192.0.2.255"),
        interface_address(eth0, "eth0", "198.51.100.1/24", "198.51.100.255"),
        interface_address(eth1, "eth1", "10.0.0.0/31"),
        interface_address(4, "eth2", "10.1.0.1/32")};
    for (InterfaceAddress& entry : list) entry.has_link_broadcast = true;
    assign(list);
    EXPECT_EQ(compute(), (Targets{{"127.0.0.1", 0},
                                  {"255.255.255.255", eth0},
                                  {"198.51.100.255", eth0},
                                  {"255.255.255.255", eth1},
                                  {"255.255.255.255", 4}}));
    EXPECT_TRUE(targets.reach_many());
}

TEST_F(ProbeTargetsTest, point_to_point_link_is_asked_at_its_other_end) {
    std::vector<InterfaceAddress> list = {interface_address(7, "tun0", "10.8.0.6/32"),
                                          interface_address(7, "tun0", "2001:db8::6/128")};
    list[0].peer = ip("10.8.0.5");
    list[1].peer = ip("2001:db8::5");
    list[1].can_multicast = false;
    assign(list);
    EXPECT_EQ(compute(), (Targets{{"127.0.0.1", 0}, {"10.8.0.5", 7}, {"2001:db8::5", 7}}));
}

TEST_F(ProbeTargetsTest, search_of_one_family_asks_that_family) {
    scope.family = Family::ipv4;
    EXPECT_EQ(compute(),
              (Targets{{"127.0.0.1", 0}, {"192.0.2.255", eth0}, {"198.51.100.255", eth1}}));
    scope.family = Family::ipv6;
    EXPECT_EQ(compute(), (Targets{{"::1", 0}, {group, eth0}, {group, eth1}}));
}

TEST_F(ProbeTargetsTest, search_of_one_interface_asks_only_that_one) {
    choose("eth0");
    EXPECT_EQ(compute(), (Targets{{"192.0.2.255", eth0}, {group, eth0}}));
    EXPECT_FALSE(targets.only_this_host());
    scope.family = Family::ipv6;
    EXPECT_EQ(compute(), (Targets{{group, eth0}}));
    choose("wlan0");
    EXPECT_TRUE(compute().empty());
    EXPECT_FALSE(targets.only_this_host());
}

TEST_F(ProbeTargetsTest, search_of_the_loopback_interface_asks_this_host) {
    choose("lo");
    EXPECT_EQ(compute(), (Targets{{"127.0.0.1", 0}}));
    EXPECT_TRUE(targets.only_this_host());
}

TEST_F(ProbeTargetsTest, local_search_asks_this_host) {
    scope.local_only = true;
    EXPECT_EQ(compute(), (Targets{{"127.0.0.1", 0}}));
    EXPECT_TRUE(targets.only_this_host());
    scope.family = Family::ipv6;
    EXPECT_EQ(compute(), (Targets{{"::1", 0}}));
    choose("eth0");
    EXPECT_EQ(compute(), (Targets{{"::1", 0}})) << "a host can always be asked by itself";
}

TEST_F(ProbeTargetsTest, host_with_ipv6_loopback_only_is_asked_by_ipv6) {
    assign({interface_address(lo, "lo", "::1/128")});
    EXPECT_EQ(compute(), (Targets{{"::1", 0}}));
}

TEST_F(ProbeTargetsTest, given_addresses_are_asked_instead_each_once) {
    const std::vector<Endpoint> given = {endpoint("203.0.113.1", 0), endpoint("203.0.113.1", 6737),
                                         endpoint("192.0.2.255", 0), endpoint("127.0.0.1", 0)};
    scope.given = given;
    EXPECT_EQ(compute(), (Targets{{"203.0.113.1", 0}, {"192.0.2.255", 0}, {"127.0.0.1", 0}}));
    EXPECT_FALSE(targets.only_this_host());
    choose("eth0");
    EXPECT_EQ(compute(),
              (Targets{{"203.0.113.1", eth0}, {"192.0.2.255", eth0}, {"127.0.0.1", eth0}}));
}

TEST_F(ProbeTargetsTest, given_addresses_keep_their_ports) {
    const std::vector<Endpoint> given = {endpoint("203.0.113.1", 1234)};
    scope.given = given;
    ASSERT_TRUE(targets.compute(scope, interfaces));
    EXPECT_EQ(targets.all().front().to, given[0]);
}

TEST_F(ProbeTargetsTest, given_addresses_of_this_host_are_this_host) {
    const std::vector<Endpoint> given = {endpoint("192.0.2.10", 0), endpoint("::1", 0)};
    scope.given = given;
    EXPECT_EQ(compute().size(), 2U);
    EXPECT_TRUE(targets.only_this_host());
}

TEST_F(ProbeTargetsTest, targets_are_bounded_and_the_search_says_that_there_are_more) {
    std::vector<InterfaceAddress> many;
    // This host is one of them.
    for (std::uint32_t i = 1; i < limits::probe_targets_max; ++i) {
        many.push_back(interface_address(i + 1, "e" + std::to_string(i), "fe80::1/64"));
    }
    assign(many);
    EXPECT_EQ(compute().size(), limits::probe_targets_max);
    EXPECT_FALSE(targets.is_truncated());
    many.push_back(interface_address(1000, "further", "fe80::1/64"));
    assign(many);
    EXPECT_EQ(compute().size(), limits::probe_targets_max);
    EXPECT_TRUE(targets.is_truncated());
    choose("further");
    EXPECT_EQ(compute().size(), 1U);
    EXPECT_FALSE(targets.is_truncated());
}

}  // namespace
}  // namespace mpdisc::test
