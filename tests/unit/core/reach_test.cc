// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

/// A path by which requests come, and a client on it.
struct Path {
    const char* name;
    Endpoint client;
    std::uint32_t if_index;
    const char* local;
};

const Path paths[] = {
    {"lo", endpoint("127.0.0.1", 5000), lo, "127.0.0.1"},
    {"lo6", endpoint("::1", 5000), lo, "::1"},
    {"own", endpoint("192.0.2.10", 5000), lo, "192.0.2.10"},
    {"eth0", endpoint("192.0.2.77", 5000), eth0, "192.0.2.10"},
    {"eth0-6", endpoint("2001:db8::77", 5000), eth0, "2001:db8::10"},
    {"eth0-ll", endpoint("fe80::77", 5000, eth0), eth0, "ff12::6d70:6469:7363"},
    {"eth1", endpoint("198.51.100.77", 5000), eth1, "198.51.100.10"},
};

struct Answers {
    std::multiset<std::string> names;
    std::set<std::uint32_t> matching;
    std::vector<IpAddress> addresses;
};

core::ProviderConfig config(VirtualHost& host, std::string_view interface_name,
                            Family family = Family::any) {
    host.interface_name = interface_name;
    core::ProviderConfig made = host.next_config();
    made.family = family;
    return made;
}

Answers ask(VirtualHost& host, const Path& path) {
    VirtualClient& client = host.client(path.client);
    client.received.clear();
    const std::uint64_t transaction = host.now_us;
    host.send_to_port(path.client, bytes_of(request(transaction)), path.if_index, path.local);
    host.run_for(ms);
    Answers answers;
    for (const Datagram& each : client.received) {
        const auto advertisement = read<wire::Advertisement>(each.bytes);
        const auto names = names_in(advertisement.services);
        answers.names.insert(names.begin(), names.end());
        answers.matching.insert(advertisement.roster.matching);
        const auto begin = advertisement.addresses.begin();
        answers.addresses.assign(begin,
                                 begin + static_cast<std::ptrdiff_t>(advertisement.address_count));
    }
    return answers;
}

struct ReachCase {
    std::string_view interface_name;
    Family family;
    std::set<std::string> reached_by;
};

const ReachCase cases[] = {
    {"", Family::any, {"lo", "lo6", "own", "eth0", "eth0-6", "eth0-ll", "eth1"}},
    {"", Family::ipv4, {"lo", "lo6", "own", "eth0", "eth1"}},
    {"", Family::ipv6, {"lo", "lo6", "own", "eth0-6", "eth0-ll"}},
    {"eth0", Family::any, {"lo", "lo6", "own", "eth0", "eth0-6", "eth0-ll"}},
    {"eth0", Family::ipv4, {"lo", "lo6", "own", "eth0"}},
    {"eth0", Family::ipv6, {"lo", "lo6", "own", "eth0-6", "eth0-ll"}},
    {"eth1", Family::any, {"lo", "lo6", "own", "eth1"}},
    {"eth1", Family::ipv6, {"lo", "lo6", "own"}},
    {"wlan0", Family::any, {"lo", "lo6", "own"}},
    {"lo", Family::any, {"lo", "lo6", "own"}},
};

TEST(Reach, provider_answers_by_its_interface_and_family_and_always_on_loopback) {
    for (const bool as_primary : {true, false}) {
        for (const ReachCase& each : cases) {
            VirtualHost host;
            if (!as_primary) host.start({service("everywhere")});
            host.start(config(host, each.interface_name, each.family),
                       {service("a"), service("b")});
            host.run_for(ms);
            for (const Path& path : paths) {
                SCOPED_TRACE(std::string(each.interface_name) + " by " + path.name +
                             (as_primary ? " as primary" : " as secondary"));
                const bool reached = each.reached_by.count(path.name) != 0;
                std::multiset<std::string> names;
                if (reached) names = {"a", "b"};
                if (!as_primary) names.insert("everywhere");
                const Answers answers = ask(host, path);
                EXPECT_EQ(answers.names, names);
                if (names.empty()) continue;
                EXPECT_EQ(answers.matching,
                          std::set<std::uint32_t>{static_cast<std::uint32_t>(names.size())});
            }
        }
    }
}

TEST(Reach, one_attempt_over_several_paths_asks_each_provider_once) {
    VirtualHost host;
    host.start({service("everywhere")});
    host.start(config(host, "", Family::ipv4), {service("four")});
    host.start(config(host, "", Family::ipv6), {service("six")});
    host.start(config(host, "eth1"), {service("other link")});
    host.run_for(ms);

    const std::uint64_t transaction = 77;
    std::multiset<std::string> names;
    std::uint32_t matching = 0;
    for (const Path& path : {paths[3], paths[4], paths[5], paths[6], paths[3]}) {
        VirtualClient& client = host.client(path.client);
        client.received.clear();
        host.send_to_port(path.client, bytes_of(request(transaction)), path.if_index, path.local);
        host.run_for(ms);
        for (const Datagram& each : client.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            const auto more = names_in(advertisement.services);
            names.insert(more.begin(), more.end());
            EXPECT_GE(advertisement.roster.matching, matching)
                << "the roster counts all paths so far";
            matching = advertisement.roster.matching;
        }
    }
    EXPECT_EQ(names, (std::multiset<std::string>{"everywhere", "four", "six", "other link"}));
    EXPECT_EQ(matching, 4U);
}

TEST(Reach, primary_out_of_reach_of_the_first_path_answers_by_the_next) {
    VirtualHost host;
    host.start(config(host, "", Family::ipv6), {service("six")});
    host.run_for(ms);
    for (const Path& path : {paths[3], paths[4]}) {
        VirtualClient& client = host.client(path.client);
        host.send_to_port(path.client, bytes_of(request(5)), path.if_index, path.local);
        host.run_for(ms);
        EXPECT_EQ(client.received.size(), path.client.address.family == Family::ipv6 ? 1U : 0U);
    }
}

TEST(Reach, answer_lists_the_addresses_of_the_interface_or_all_over_loopback) {
    VirtualHost host;
    const IpAddress v4 = ip("192.0.2.10");
    const IpAddress v6 = ip("2001:db8::10");
    const IpAddress of_link = ip("fe80::a");
    const IpAddress v4_of_eth1 = ip("198.51.100.10");
    host.start({service("a")});
    using Addresses = std::vector<IpAddress>;
    const std::vector<Addresses> expected = {
        {v4, v4_of_eth1, v6}, {v4, v4_of_eth1, v6}, {v4, v4_of_eth1, v6}, {v4, v6, of_link},
        {v4, v6, of_link},    {v4, v6, of_link},    {v4_of_eth1},
    };
    for (std::size_t i = 0; i < expected.size(); ++i) {
        SCOPED_TRACE(paths[i].name);
        EXPECT_EQ(ask(host, paths[i]).addresses, expected[i]);
    }
}

/// Sends a request by a broadcast on the link, or to this host only.
void ask_by_link(VirtualHost& host, const Endpoint& client, bool is_link_broadcast) {
    host.client(client).received.clear();
    host.send_by_link(client, bytes_of(request(host.now_us)), eth0, is_link_broadcast);
    host.run_for(ms);
}

TEST(Reach, client_of_another_network_is_answered_only_on_the_link_after_a_broadcast) {
    VirtualHost host;
    for (InterfaceAddress& entry : host.interfaces) entry.has_link_broadcast = true;
    host.start({service("a")});
    host.start({service("b")});
    host.run_for(ms);
    const Endpoint client = endpoint("203.0.113.7", 5000);
    ask_by_link(host, client, false);
    EXPECT_TRUE(host.client(client).received.empty()) << "the request may have passed a router";
    for (const bool is_link_broadcast : {true, false}) {
        host.sent.clear();
        ask_by_link(host, client, is_link_broadcast);
        EXPECT_EQ(host.client(client).received.size(), 2U);
        for (const Datagram& each : host.sent_of_type(wire::MessageType::service_advertisement)) {
            EXPECT_TRUE(each.on_link_only);
            EXPECT_EQ(each.if_index, eth0);
        }
    }
    host.run_for(60 * second);
    ask_by_link(host, client, false);
    EXPECT_TRUE(host.client(client).received.empty()) << "the broadcast was too long ago";
    // A neighbour is answered as usual.
    host.sent.clear();
    ask_by_link(host, endpoint("192.0.2.77", 5000), true);
    for (const Datagram& each : host.sent_of_type(wire::MessageType::service_advertisement)) {
        EXPECT_FALSE(each.on_link_only);
    }
    for (const char* nobody : {"0.0.0.0", "127.0.0.9", "198.51.100.10", "192.0.2.255"}) {
        ask_by_link(host, endpoint(nobody, 5000), true);
        EXPECT_TRUE(host.client(endpoint(nobody, 5000)).received.empty()) << nobody;
    }
}

TEST(Reach, number_of_remembered_clients_of_other_networks_is_bounded) {
    VirtualHost host;
    for (InterfaceAddress& entry : host.interfaces) entry.has_link_broadcast = true;
    host.start({service("a")});
    host.run_for(ms);
    const Endpoint first = endpoint("203.0.113.255", 5000);
    ask_by_link(host, first, true);
    for (std::size_t i = 0; i + 1 < limits::link_claims_max; ++i) {
        ask_by_link(host, endpoint("203.0.113." + std::to_string(i), 5000), true);
    }
    ask_by_link(host, first, false);
    EXPECT_FALSE(host.client(first).received.empty());
    ask_by_link(host, endpoint("203.0.113.250", 5000), true);
    ask_by_link(host, first, false);
    EXPECT_TRUE(host.client(first).received.empty());
}

TEST(Reach, provider_of_one_family_advertises_only_its_addresses) {
    VirtualHost host;
    host.start(config(host, "", Family::ipv4), {service("a")});
    EXPECT_EQ(ask(host, paths[3]).addresses, std::vector<IpAddress>{ip("192.0.2.10")});
    EXPECT_EQ(ask(host, paths[1]).addresses,
              (std::vector<IpAddress>{ip("192.0.2.10"), ip("198.51.100.10")}));
}

TEST(Reach, secondary_registers_again_when_its_interfaces_index_changes) {
    VirtualHost host;
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start(config(host, "eth1"), {service("a")});
    VirtualProvider& indifferent = host.start({service("b")});
    host.run_for(ms);
    std::vector<InterfaceAddress> changed = usual_interfaces();
    changed.back().if_index = 9;
    host.set_interfaces(changed);
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::registrations), 3U);
    for (VirtualProvider* each : {&primary, &secondary, &indifferent}) {
        EXPECT_EQ(each->count(ProviderEventType::interfaces_changed), 1U);
    }
    EXPECT_EQ(ask(host, {"eth1", endpoint("198.51.100.77", 5000), 9, "198.51.100.10"}).names,
              (std::multiset<std::string>{"a", "b"}));

    changed.pop_back();
    host.set_interfaces(changed);
    host.run_for(ms);
    EXPECT_EQ(ask(host, paths[0]).names, (std::multiset<std::string>{"a", "b"}));
    EXPECT_EQ(ask(host, paths[3]).names, std::multiset<std::string>{"b"});
    EXPECT_EQ(primary.count(Counter::registrations), 4U);
    host.set_interfaces(changed);
    host.run_for(ms);
    EXPECT_EQ(indifferent.count(ProviderEventType::interfaces_changed), 2U)
        << "the last list was the same";
}

TEST(Reach, primary_answers_when_its_interfaces_index_changes) {
    VirtualHost host;
    host.start(config(host, "eth1"), {service("a")});
    std::vector<InterfaceAddress> changed = usual_interfaces();
    changed.back().if_index = 9;
    host.set_interfaces(changed);
    EXPECT_EQ(ask(host, {"eth1", endpoint("198.51.100.77", 5000), 9, "198.51.100.10"}).names,
              std::multiset<std::string>{"a"});
    EXPECT_TRUE(ask(host, paths[3]).names.empty());
}

TEST(Reach, removed_interface_is_distinguished_from_one_that_never_existed) {
    VirtualHost host;
    std::vector<InterfaceAddress> without = usual_interfaces();
    without.pop_back();
    VirtualProvider& late = host.start(config(host, "wlan0"), {service("late")});
    VirtualProvider& early = host.start(config(host, "eth1"), {service("early")});
    EXPECT_EQ(late.count(ProviderEventType::interface_missing), 1U);
    EXPECT_EQ(early.count(ProviderEventType::interface_missing), 0U);
    for (std::size_t round = 1; round <= 2; ++round) {
        host.set_interfaces(without);
        host.run_for(ms);
        EXPECT_EQ(early.count(ProviderEventType::interface_gone), round);
        host.set_interfaces(usual_interfaces());
        host.run_for(ms);
        EXPECT_EQ(early.count(ProviderEventType::interface_present), round);
    }
    EXPECT_EQ(early.count(ProviderEventType::interface_missing), 0U);
    EXPECT_EQ(late.count(ProviderEventType::interface_missing), 1U) << "it was told already";
    EXPECT_EQ(late.count(ProviderEventType::interface_gone), 0U);
}

TEST(Reach, provider_without_a_primary_asks_at_once_when_interfaces_change) {
    VirtualHost host;
    host.start();
    host.loses = [](const Datagram&) { return true; };
    VirtualProvider& late = host.start();
    host.run_for(20 * second);
    host.loses = [](const Datagram&) { return false; };
    std::vector<InterfaceAddress> changed = usual_interfaces();
    changed.pop_back();
    host.set_interfaces(changed);
    host.run_for(ms);
    EXPECT_EQ(late.role(), Role::secondary);
}

}  // namespace
}  // namespace mpdisc::test
