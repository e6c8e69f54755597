// SPDX-License-Identifier: MIT
#include "tests/fuzz/world.h"

#include <algorithm>

#include "mpdisc/limits.h"
#include "tests/unit/core/addresses.h"

namespace mpdisc::fuzz {
namespace {

using test::eth0;
using test::eth1;
using test::interface_address;
using test::ip;
using test::lo;
using Interfaces = std::vector<InterfaceAddress>;

constexpr std::uint16_t discovery_port = limits::discovery_port_default;

Interfaces without(Interfaces interfaces, std::string_view name, Family family = Family::any) {
    std::erase_if(interfaces, [&](const InterfaceAddress& entry) {
        return entry.if_name.view() == name &&
               (family == Family::any || family == entry.address.family);
    });
    return interfaces;
}

/// More addresses than a machine uses.
Interfaces crowded() {
    Interfaces interfaces = test::usual_interfaces();
    const InterfaceAddress last = interfaces.back();
    while (interfaces.size() <= limits::interface_addresses_max) {
        interfaces.push_back(last);
        interfaces.back().address.bytes[3] = static_cast<std::uint8_t>(interfaces.size());
    }
    return interfaces;
}

/// A single host, a network without an address of this host, and one of a missing interface.
const std::vector<OnLinkRoute>& all_routes() {
    static const std::vector<OnLinkRoute> all = {
        {eth0, {ip("10.9.0.1"), 32}}, {eth1, {ip("2001:db8:9::"), 64}}, {9, {ip("192.0.2.0"), 24}}};
    return all;
}

/// Has a point-to-point link and a deprecated address.
Interfaces odd() {
    Interfaces interfaces = test::usual_interfaces();
    interfaces[3].is_deprecated = true;
    interfaces.push_back(interface_address(9, "tun0", "10.8.0.6/32"));
    interfaces.back().peer = ip("10.9.0.2");
    return interfaces;
}

Interfaces moved() {
    Interfaces interfaces = without(test::usual_interfaces(), "eth0", Family::ipv4);
    interfaces.push_back(interface_address(eth0, "eth0", "192.0.2.77/28", "192.0.2.79"));
    return interfaces;
}

std::vector<Interfaces> make_interfaces(bool have_link_broadcast) {
    std::vector<Interfaces> all = {
        test::usual_interfaces(),
        without(test::usual_interfaces(), "lo", Family::ipv4),
        without(without(test::usual_interfaces(), "eth0"), "eth1"),
        {},
        without(test::usual_interfaces(), "eth0"),
        without(test::usual_interfaces(), "lo"),
        moved(),
        crowded(),
        odd(),
    };
    for (Interfaces& interfaces : all) {
        for (InterfaceAddress& entry : interfaces) {
            const bool is_ipv4 = entry.address.family == Family::ipv4;
            entry.has_link_broadcast = have_link_broadcast && is_ipv4 && !entry.is_loopback;
        }
    }
    return all;
}

/// Interfaces of systems that can or cannot send to 255.255.255.255 on one link.
const std::vector<Interfaces>& all_interfaces(bool have_link_broadcast) {
    static const std::vector<Interfaces> wide = make_interfaces(true);
    static const std::vector<Interfaces> narrow = make_interfaces(false);
    return have_link_broadcast ? wide : narrow;
}

struct Sender {
    IpAddress address;
    std::uint32_t if_index;
};

/// Neighbours, hosts elsewhere, and forged addresses.
const std::vector<Sender>& all_senders() {
    static const std::vector<Sender> all = {
        {ip("127.0.0.1"), lo},
        {ip("127.0.0.2"), lo},
        {ip("::1"), lo},
        {ip("192.0.2.10"), lo},
        {ip("2001:db8::10"), lo},
        {ip("192.0.2.20"), eth0},
        {ip("fe80::20"), eth0},
        {ip("2001:db8::20"), eth0},
        {ip("198.51.100.20"), eth1},
        {ip("100.64.0.1"), eth0},
        {ip("203.0.113.9"), eth0},
        {ip("2001:db8:1::9"), eth0},
        {ip("127.0.0.1"), eth0},
        {ip("::1"), eth1},
        {ip("198.51.100.20"), eth0},
        {ip("192.0.2.255"), eth0},
        {ip("224.0.0.251"), eth0},
        {ip("ff02::1"), eth0},
        {ip("0.0.0.0"), eth0},
        {ip("::"), eth0},
        {ip("255.255.255.255"), eth0},
        {ip("203.0.113.9"), lo},
        {ip("192.0.2.10"), eth0},
        {ip("192.0.2.20"), 9},
        {ip("127.255.255.255"), lo},
        {ip("169.254.7.7"), eth1},
        {IpAddress{}, eth0},
        {ip("::ffff:192.0.2.20"), eth0},
        {ip("::ffff:127.0.0.1"), lo},
        {ip("10.9.0.1"), eth0},
        {ip("10.9.0.2"), 9},
        {ip("2001:db8:9::1"), eth1},
    };
    return all;
}

IpAddress destination(Input& input, Family family) {
    static const std::vector<IpAddress> v4 = {ip("127.0.0.1"), ip("192.0.2.10"), ip("192.0.2.255"),
                                              ip("127.255.255.255"), ip("255.255.255.255")};
    static const std::vector<IpAddress> v6 = {ip("::1"), ip("ff12::6d70:6469:7363"), ip("fe80::a"),
                                              ip("2001:db8::10")};
    if (family == Family::any) return {};
    return input.one_of(family == Family::ipv4 ? v4 : v6);
}

/// The address of this host that answers datagrams from this interface.
IpAddress own_address(std::uint32_t if_index) {
    for (const InterfaceAddress& entry : odd()) {
        if (entry.if_index == if_index) return entry.address;
    }
    return {};
}

/// A datagram may arrive at another interface than the sender's own.
std::uint32_t other_interface(std::uint32_t if_index) {
    return if_index == eth0 ? eth1 : eth0;
}

Keys make_keys(std::initializer_list<std::uint8_t> numbers) {
    Keys keys;
    for (const std::uint8_t number : numbers) {
        const std::vector<std::uint8_t> key(limits::key_bytes_min, number);
        EXPECT_EQ(keys.set.add(key), KeyError::none);
    }
    keys.ring.assign(keys.set);
    return keys;
}

}  // namespace

InterfaceList choose_interfaces(Input& input) {
    const std::uint8_t choices = input.u8();
    InterfaceList list = test::list_of(input.one_of(all_interfaces((choices & 8) != 0)), "eth0");
    if ((choices & 1) != 0) list.routes = all_routes();
    list.is_truncated = (choices & 2) != 0;
    list.is_partial = (choices & 4) != 0;
    return list;
}

bool Arrival::is_local() const {
    return if_index == lo && from.address.is_loopback();
}

Arrival choose_arrival(Input& input) {
    const std::uint8_t code = input.u8();
    // The sender is often a program of this host, most often the one that has the port.
    const bool is_usual = code < 160;
    const Sender& sender = is_usual ? all_senders()[0] : input.one_of(all_senders());
    Arrival arrival;
    arrival.from.address = sender.address;
    arrival.from.port = code < 64 ? discovery_port : static_cast<std::uint16_t>(20'000 + code);
    // A raw socket can send from port 0.
    if (code == UINT8_MAX) arrival.from.port = 0;
    const bool is_elsewhere = !is_usual && code % 4 == 3;
    arrival.if_index = is_elsewhere ? other_interface(sender.if_index) : sender.if_index;
    const bool has_scope = sender.address.family == Family::ipv6 && sender.address.is_link_local();
    arrival.from.scope_id = has_scope ? arrival.if_index : 0;
    arrival.to = destination(input, sender.address.family);
    // Some systems report only the destination address of a broadcast.
    arrival.is_link_broadcast = arrival.to == IpAddress::link_broadcast() && code % 8 != 0;
    if (arrival.is_link_broadcast) arrival.to = own_address(arrival.if_index);
    return arrival;
}

const IpAddress& choose_address(Input& input) {
    return input.one_of(all_senders()).address;
}

const Keys& choose_keys(Input& input) {
    static const Keys none = make_keys({});
    static const Keys some = make_keys({1, 2});
    return input.flag() ? some : none;
}

const Keys& foreign_keys() {
    static const Keys keys = make_keys({3});
    return keys;
}

const Network& allowed_network() {
    static const Network network = {ip("100.64.0.0"), 10};
    return network;
}

bool is_one_host(const IpAddress& address) {
    return !address.is_multicast() && !address.is_unspecified() && !address.is_loopback() &&
           address != IpAddress::link_broadcast();
}

bool may_be_answered(const IpAddress& address) {
    static const std::vector<Network> networks = {{ip("127.0.0.0"), 8},
                                                  {ip("::1"), 128},
                                                  {ip("192.0.2.0"), 24},
                                                  {ip("198.51.100.0"), 24},
                                                  {ip("2001:db8::"), 64},
                                                  {ip("fe80::"), 10},
                                                  allowed_network(),
                                                  // On-link by a route, or as a peer.
                                                  {ip("10.9.0.0"), 24},
                                                  {ip("2001:db8:9::"), 64}};
    static const IpAddress broadcast = ip("192.0.2.255");
    if (address.is_multicast() || address == broadcast) return false;
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& network) { return network.contains(address); });
}

}  // namespace mpdisc::fuzz
