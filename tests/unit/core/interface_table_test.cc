// SPDX-License-Identifier: MIT
#include "core/host/interface_table.h"

#include <gtest/gtest.h>

#include "mpdisc/limits.h"
#include "tests/unit/core/addresses.h"

namespace mpdisc::test {
namespace {

using core::InterfaceTable;
using Addresses = std::vector<IpAddress>;

class InterfaceTableTest : public testing::Test {
   protected:
    InterfaceTableTest() { assign(usual_interfaces()); }

    void assign(const std::vector<InterfaceAddress>& addresses) {
        ASSERT_EQ(table.assign(list_of(addresses)), InterfaceTable::Update::changed);
    }
    [[nodiscard]] Addresses usable(std::uint32_t if_index, Family family = Family::any,
                                   const IpAddress& client = {}) const {
        wire::AddressList list;
        const std::size_t count = table.usable(if_index, family, client, list);
        return {list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count)};
    }
    static Addresses parsed(const std::vector<std::string>& texts) {
        Addresses addresses;
        for (const std::string& text : texts) addresses.push_back(ip(text));
        return addresses;
    }

    InterfaceTable table;
};

TEST_F(InterfaceTableTest, tells_whether_anything_changed) {
    EXPECT_EQ(table.assign(list_of(usual_interfaces())), InterfaceTable::Update::unchanged);
    std::vector<InterfaceAddress> changed = usual_interfaces();
    changed[2].broadcast = {};
    EXPECT_EQ(table.assign(list_of(changed)), InterfaceTable::Update::changed);
    EXPECT_EQ(table.assign({}), InterfaceTable::Update::changed);
    EXPECT_TRUE(table.all().empty());
}

TEST_F(InterfaceTableTest, holds_at_most_512_addresses) {
    const std::vector<InterfaceAddress> many(limits::interface_addresses_max + 10,
                                             interface_address(eth0, "eth0", "192.0.2.1/24"));
    assign(many);
    EXPECT_EQ(table.all().size(), limits::interface_addresses_max);
    EXPECT_EQ(table.assign(list_of(many)), InterfaceTable::Update::unchanged);
}

TEST_F(InterfaceTableTest, finds_interfaces_by_number) {
    EXPECT_EQ(table.name_of(eth0), "eth0");
    EXPECT_EQ(table.name_of(9), "");
    EXPECT_TRUE(table.is_loopback(lo));
    EXPECT_FALSE(table.is_loopback(eth0));
    EXPECT_FALSE(table.is_loopback(0));
    EXPECT_TRUE(table.is_own(ip("2001:db8::10")));
    EXPECT_FALSE(table.is_own(ip("2001:db8::11")));
}

TEST_F(InterfaceTableTest, loopback_is_ipv4_unless_only_ipv6_exists) {
    EXPECT_EQ(table.loopback(), ip("127.0.0.1"));
    assign({interface_address(lo, "lo", "::1/128")});
    EXPECT_EQ(table.loopback(), ip("::1"));
    assign({});
    EXPECT_EQ(table.loopback(), ip("127.0.0.1"));
}

TEST_F(InterfaceTableTest, networks_of_an_interface_are_on_its_link) {
    const struct {
        std::uint32_t if_index;
        const char* peer;
        bool expected;
    } cases[] = {
        {eth0, "192.0.2.1", true},    {eth0, "192.0.2.254", true},
        {eth0, "192.0.2.10", true},   {eth0, "192.0.3.1", false},
        {eth0, "192.0.2.255", false}, {eth0, "255.255.255.255", false},
        {eth0, "0.0.0.0", false},     {eth0, "224.0.0.1", false},
        {eth0, "127.0.0.1", false},   {eth0, "198.51.100.1", false},
        {eth1, "198.51.100.1", true}, {eth1, "192.0.2.1", false},
        {eth0, "2001:db8::1", true},  {eth0, "2001:db8:0:1::1", false},
        {eth1, "2001:db8::1", false}, {eth0, "fe80::1", true},
        {eth1, "fe80::1", true},      {eth0, "fec0::1", false},
        {eth0, "ff02::1", false},     {eth0, "::", false},
        {eth0, "::1", false},         {lo, "127.0.0.1", true},
        {lo, "127.9.9.9", true},      {lo, "::1", true},
        {lo, "192.0.2.10", false},    {0, "192.0.2.1", false},
        {eth0, "169.254.1.1", false}, {9, "192.0.2.1", false},
    };
    for (const auto& each : cases) {
        EXPECT_EQ(table.on_link(each.if_index, ip(each.peer)), each.expected)
            << each.peer << " by " << each.if_index;
    }
    EXPECT_FALSE(table.on_link(eth0, IpAddress{}));
}

TEST_F(InterfaceTableTest, broadcast_address_of_one_network_is_no_host_of_another) {
    assign({interface_address(eth0, "eth0", "10.0.0.1/8", "10.255.255.255"),
            interface_address(eth0, "eth0", "10.1.0.1/16", "10.1.255.255")});
    EXPECT_FALSE(table.on_link(eth0, ip("10.1.255.255")));
    EXPECT_FALSE(table.on_link(eth0, ip("10.255.255.255")));
    EXPECT_TRUE(table.on_link(eth0, ip("10.2.255.255")));
}

TEST_F(InterfaceTableTest, peer_addresses_and_routes_put_neighbours_on_the_link) {
    InterfaceAddress tunnel = interface_address(7, "tun0", "10.8.0.6/32");
    tunnel.peer = ip("10.8.0.5");
    const std::vector<InterfaceAddress> addresses = {
        tunnel, interface_address(eth0, "eth0", "10.0.0.2/32"),
        interface_address(eth0, "eth0", "2001:db8::2/128")};
    const std::vector<OnLinkRoute> routes = {{eth0, {ip("10.0.0.1"), 32}},
                                             {eth0, {ip("2001:db8::"), 64}}};
    InterfaceList list = list_of(addresses);
    list.routes = routes;
    ASSERT_EQ(table.assign(list), InterfaceTable::Update::changed);
    EXPECT_EQ(table.assign(list), InterfaceTable::Update::unchanged);
    EXPECT_TRUE(table.on_link(7, ip("10.8.0.5")));
    EXPECT_FALSE(table.on_link(7, ip("10.8.0.6"))) << "this is the host itself";
    EXPECT_FALSE(table.on_link(7, ip("10.8.0.4")));
    EXPECT_TRUE(table.on_link(eth0, ip("10.0.0.1")));
    EXPECT_FALSE(table.on_link(eth0, ip("10.0.0.3")));
    EXPECT_FALSE(table.on_link(7, ip("10.0.0.1")));
    EXPECT_TRUE(table.on_link(eth0, ip("2001:db8::9")));
    EXPECT_FALSE(table.on_link(eth0, ip("2001:db8:1::9")));
    EXPECT_FALSE(table.on_link(7, ip("2001:db8::9")));
    list.routes = {};
    EXPECT_EQ(table.assign(list), InterfaceTable::Update::changed);
    EXPECT_FALSE(table.on_link(eth0, ip("10.0.0.1")));
}

TEST_F(InterfaceTableTest, hosts_of_unknown_networks_may_be_on_a_broadcast_link) {
    EXPECT_FALSE(table.may_be_on_link(eth0, ip("203.0.113.1")))
        << "the system cannot send to the link only";
    std::vector<InterfaceAddress> all = usual_interfaces();
    all[4].has_link_broadcast = true;
    assign(all);
    EXPECT_FALSE(table.may_be_on_link(eth0, ip("203.0.113.1"))) << "only an IPv4 address counts";
    all[2].has_link_broadcast = true;
    assign(all);
    for (const char* other : {"203.0.113.1", "192.0.2.77", "100.64.0.1"}) {
        EXPECT_TRUE(table.may_be_on_link(eth0, ip(other))) << other;
        EXPECT_FALSE(table.may_be_on_link(lo, ip(other))) << other;
        EXPECT_FALSE(table.may_be_on_link(9, ip(other))) << other;
    }
    for (const char* nobody : {"0.0.0.0", "127.0.0.1", "127.9.9.9", "224.0.0.1", "255.255.255.255",
                               "192.0.2.255", "198.51.100.255", "198.51.100.10"}) {
        EXPECT_FALSE(table.may_be_on_link(eth0, ip(nobody))) << nobody;
    }
    EXPECT_FALSE(table.may_be_on_link(eth0, ip("2001:db8:1::7")));
}

TEST_F(InterfaceTableTest, holds_at_most_512_routes) {
    const std::vector<OnLinkRoute> routes(limits::on_link_routes_max + 10,
                                          OnLinkRoute{eth0, {ip("10.0.0.1"), 32}});
    InterfaceList list;
    list.routes = routes;
    ASSERT_EQ(table.assign(list), InterfaceTable::Update::changed);
    list.routes = list.routes.first(limits::on_link_routes_max);
    EXPECT_EQ(table.assign(list), InterfaceTable::Update::unchanged);
}

TEST_F(InterfaceTableTest, knows_when_it_is_truncated_or_partial) {
    EXPECT_FALSE(table.is_truncated() || table.is_partial());
    InterfaceList list;
    list.is_truncated = true;
    list.is_partial = true;
    EXPECT_EQ(table.assign(list), InterfaceTable::Update::changed);
    EXPECT_TRUE(table.is_truncated() && table.is_partial());
    const std::vector<InterfaceAddress> many(limits::interface_addresses_max + 1,
                                             interface_address(eth0, "eth0", "192.0.2.1/24"));
    assign(many);
    EXPECT_TRUE(table.is_truncated());
    EXPECT_FALSE(table.is_partial());
}

TEST_F(InterfaceTableTest, deprecated_addresses_are_usable_only_without_others) {
    std::vector<InterfaceAddress> all = {interface_address(eth0, "eth0", "192.0.2.11/24"),
                                         interface_address(eth0, "eth0", "2001:db8::11/64"),
                                         interface_address(eth0, "eth0", "fe80::a/64"),
                                         interface_address(lo, "lo", "127.0.0.1/8")};
    all[0].is_deprecated = true;
    all[1].is_deprecated = true;
    assign(all);
    EXPECT_EQ(usable(eth0), parsed({"fe80::a"}));
    EXPECT_EQ(usable(eth0, Family::any, ip("192.0.2.77")), parsed({"fe80::a"}));
    EXPECT_EQ(usable(lo), parsed({"192.0.2.11", "2001:db8::11"}));
    EXPECT_TRUE(table.is_own(ip("192.0.2.11")));
    EXPECT_TRUE(table.on_link(eth0, ip("192.0.2.77")));
    all[2].is_deprecated = true;
    assign(all);
    EXPECT_EQ(usable(eth0), parsed({"192.0.2.11", "2001:db8::11", "fe80::a"}));
}

TEST_F(InterfaceTableTest, addresses_in_the_clients_network_come_first) {
    std::vector<InterfaceAddress> many;
    for (int i = 0; i < 20; ++i) {
        const std::string third = std::to_string(i);
        many.push_back(interface_address(eth0, "eth0", "10.0." + third + ".1/24"));
    }
    many.push_back(interface_address(eth0, "eth0", "2001:db8::1/64"));
    assign(many);
    EXPECT_EQ(usable(eth0, Family::any, ip("10.0.15.7"))[0], ip("10.0.15.1"));
    EXPECT_EQ(usable(eth0, Family::any, ip("2001:db8::7"))[0], ip("10.0.0.1"));
    EXPECT_EQ(usable(eth0, Family::any, ip("2001:db8::7"))[7], ip("2001:db8::1"));
    EXPECT_EQ(usable(eth0, Family::any, ip("fe80::7"))[7], ip("10.0.7.1"));
    EXPECT_EQ(usable(eth0, Family::any, ip("10.0.15.7")).size(), limits::advertised_addresses_max);
}

TEST_F(InterfaceTableTest, addresses_of_the_interface_are_usable_best_first) {
    EXPECT_EQ(usable(eth0), parsed({"192.0.2.10", "2001:db8::10", "fe80::a"}));
    EXPECT_EQ(usable(eth1), parsed({"198.51.100.10"}));
    EXPECT_EQ(usable(eth0, Family::ipv4), parsed({"192.0.2.10"}));
    EXPECT_EQ(usable(eth0, Family::ipv6), parsed({"2001:db8::10", "fe80::a"}));
    EXPECT_TRUE(usable(eth1, Family::ipv6).empty());
    EXPECT_TRUE(usable(9).empty());

    assign({interface_address(eth0, "eth0", "fe80::a/64"),
            interface_address(eth0, "eth0", "169.254.3.4/16"),
            interface_address(eth0, "eth0", "2001:db8::10/64"),
            interface_address(eth0, "eth0", "192.0.2.11/24"),
            interface_address(eth0, "eth0", "192.0.2.10/24")});
    EXPECT_EQ(usable(eth0),
              parsed({"192.0.2.11", "192.0.2.10", "2001:db8::10", "169.254.3.4", "fe80::a"}));
}

TEST_F(InterfaceTableTest, global_addresses_of_all_interfaces_are_usable_over_loopback) {
    EXPECT_EQ(usable(lo), parsed({"192.0.2.10", "198.51.100.10", "2001:db8::10"}));
    EXPECT_EQ(usable(lo, Family::ipv6), parsed({"2001:db8::10"}));
}

TEST_F(InterfaceTableTest, global_addresses_on_lo_are_usable_over_loopback) {
    assign({interface_address(lo, "lo", "127.0.0.1/8"), interface_address(lo, "lo", "::1/128"),
            interface_address(lo, "lo", "203.0.113.1/32"),
            interface_address(eth0, "eth0", "fe80::a/64")});
    EXPECT_EQ(usable(lo), parsed({"203.0.113.1"}));
}

TEST_F(InterfaceTableTest, loopback_address_is_usable_over_loopback_without_another) {
    assign({interface_address(lo, "lo", "127.0.0.1/8"), interface_address(lo, "lo", "::1/128"),
            interface_address(eth0, "eth0", "fe80::a/64")});
    EXPECT_EQ(usable(lo), parsed({"127.0.0.1"}));
    EXPECT_EQ(usable(lo, Family::ipv6), parsed({"::1"}));
}

TEST_F(InterfaceTableTest, at_most_the_eight_best_addresses_are_usable) {
    std::vector<InterfaceAddress> many;
    for (int i = 0; i < 6; ++i) {
        many.push_back(interface_address(eth0, "eth0", "2001:db8::" + std::to_string(i) + "/64"));
    }
    for (int i = 0; i < 6; ++i) {
        many.push_back(interface_address(eth0, "eth0", "192.0.2." + std::to_string(i) + "/24"));
    }
    assign(many);
    const Addresses addresses = usable(eth0);
    ASSERT_EQ(addresses.size(), limits::advertised_addresses_max);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        EXPECT_EQ(addresses[i].family, i < 6 ? Family::ipv4 : Family::ipv6);
    }
}

}  // namespace
}  // namespace mpdisc::test
