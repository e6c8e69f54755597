// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// A client on the network of eth0.
class RequestTest : public testing::Test {
   protected:
    void ask(const wire::Request& request) {
        host.send_to_port(client.endpoint, bytes_of(request), eth0, "192.0.2.10");
    }

    std::vector<Datagram> answers_to(const wire::Request& request, TimeUs wait_us = ms) {
        client.received.clear();
        ask(request);
        host.run_for(wait_us);
        return client.received;
    }

    std::multiset<std::string> names_found(const wire::Request& request) {
        std::multiset<std::string> names;
        for (const Datagram& each : answers_to(request)) {
            const auto found = names_in(read<wire::Advertisement>(each.bytes).services);
            names.insert(found.begin(), found.end());
        }
        return names;
    }

    VirtualHost host;
    VirtualClient& client = host.client(endpoint("192.0.2.77", 5000));
};

using Names = std::multiset<std::string>;

TEST_F(RequestTest, each_provider_answers_the_client_itself) {
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    VirtualProvider& other = host.start({service("x", "_ipp._tcp")});
    host.run_for(ms);
    host.sent.clear();
    const auto answers = answers_to(request(42, 1, "_http._tcp"));

    ASSERT_EQ(answers.size(), 2U);
    const VirtualProvider* const speakers[] = {&primary, &secondary};
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto advertisement = read<wire::Advertisement>(answers[i].bytes);
        EXPECT_EQ(advertisement.transaction, 42U);
        EXPECT_EQ(advertisement.attempt, 1);
        EXPECT_EQ(advertisement.provider, speakers[i]->id());
        EXPECT_EQ(advertisement.role, speakers[i]->role());
        EXPECT_EQ(advertisement.host_name, "box");
        EXPECT_EQ(advertisement.lifetime_s, 60U);
        EXPECT_EQ(advertisement.roster.primary, primary.id());
        EXPECT_EQ(advertisement.roster.matching, 2U);
        EXPECT_EQ(answers[i].from.address, ip("192.0.2.10")) << "the request's destination";
        EXPECT_EQ(answers[i].if_index, eth0);
    }
    EXPECT_EQ(answers[0].channel, core::Channel::discovery);
    EXPECT_EQ(answers[1].channel, core::Channel::answer);

    const auto notifications = host.sent_of_type(MessageType::provider_notification);
    ASSERT_EQ(notifications.size(), 1U) << "only providers with a match are notified";
    EXPECT_EQ(notifications[0].to, secondary.control);
    EXPECT_EQ(primary.count(Counter::notifications), 1U);
    EXPECT_EQ(primary.count(Counter::requests), 1U);
    EXPECT_EQ(primary.count(Counter::answers), 1U);
    EXPECT_EQ(secondary.count(Counter::requests), 1U);
    EXPECT_EQ(secondary.count(Counter::answers), 1U);
    EXPECT_EQ(other.count(Counter::requests), 0U);
}

TEST_F(RequestTest, primary_without_matching_services_only_notifies) {
    VirtualProvider& primary = host.start();
    host.start({service("s"), service("t")});
    host.run_for(ms);
    const auto answers = answers_to(request(1));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(read<wire::Advertisement>(answers[0].bytes).roster.matching, 2U);
    EXPECT_EQ(primary.count(Counter::answers), 0U);
}

TEST_F(RequestTest, no_provider_answers_without_a_match) {
    VirtualProvider& primary = host.start({service("p")});
    host.start({service("s")});
    host.run_for(ms);
    EXPECT_TRUE(answers_to(request(1, 1, "_ipp._tcp")).empty());
    EXPECT_EQ(host.count_sent(MessageType::provider_notification), 0U);
    EXPECT_EQ(primary.count(Counter::requests), 1U);
}

struct FilterCase {
    std::string type;
    std::string name;
    std::vector<std::string> attributes;
    Names expected;
};

TEST_F(RequestTest, filters_by_type_name_and_attributes) {
    const std::vector<std::string> attributes = {"path=/a", "Secure", "empty="};
    host.start({service("web", "_http._tcp", attributes), service("web", "_ipp._tcp")});
    host.start({service("Web2", "_http._tcp", {"path=/b"}), service("plain", "_http._tcp")});
    host.run_for(ms);
    const FilterCase cases[] = {
        {"", "", {}, {"web", "web", "Web2", "plain"}},
        {"_http._tcp", "", {}, {"web", "Web2", "plain"}},
        {"_HTTP._TCP", "", {}, {"web", "Web2", "plain"}},
        {"_htt._tcp", "", {}, {}},
        {"", "web", {}, {"web", "web"}},
        {"", "WEB2", {}, {"Web2"}},
        {"_ipp._tcp", "web", {}, {"web"}},
        {"_ipp._tcp", "plain", {}, {}},
        {"", "", {"path"}, {"web", "Web2"}},
        {"", "", {"PATH"}, {"web", "Web2"}},
        {"", "", {"path=/a"}, {"web"}},
        {"", "", {"path=/A"}, {}},
        {"", "", {"secure"}, {"web"}},
        {"", "", {"secure="}, {}},
        {"", "", {"empty"}, {"web"}},
        {"", "", {"empty="}, {"web"}},
        {"", "", {"path=/a", "secure"}, {"web"}},
        {"", "", {"path=/b", "secure"}, {}},
        {"_http._tcp", "web2", {"path=/b"}, {"Web2"}},
    };
    std::uint64_t transaction = 1;
    for (const FilterCase& each : cases) {
        SCOPED_TRACE("case " + std::to_string(transaction));
        const AttributeSet wanted = attributes_of(each.attributes);
        wire::Request asked = request(transaction++, 1, each.type);
        asked.filter.name = each.name;
        asked.filter.attributes = wanted.view();
        EXPECT_EQ(names_found(asked), each.expected);
        for (const Datagram& answer : client.received) {
            EXPECT_EQ(read<wire::Advertisement>(answer.bytes).roster.matching,
                      each.expected.size());
        }
    }
}

TEST_F(RequestTest, services_of_one_provider_come_in_as_few_datagrams_as_possible) {
    const std::size_t size = 150;
    std::vector<Service> services;
    Names names;
    for (int i = 0; i < 20; ++i) {
        const std::string name = "service " + std::to_string(100 + i);
        services.push_back(service_of_size(name, size));
        names.insert(name);
    }
    host.start(services);
    EXPECT_EQ(names_found(request(1)), names);
    // Header, attempt, id, role, name, three addresses, lifetime, roster.
    const std::size_t overhead = 16 + 5 + 20 + 5 + 7 + (8 + 20 + 20) + 8 + 28;
    const std::size_t in_each = (limits::network_datagram_max - overhead) / size;
    EXPECT_EQ(client.received.size(), (services.size() + in_each - 1) / in_each);
    for (const Datagram& each : client.received) {
        EXPECT_LE(each.bytes.size(), limits::network_datagram_max);
        EXPECT_EQ(read<wire::Advertisement>(each.bytes).roster.matching, services.size());
    }
}

TEST_F(RequestTest, advertisements_carry_the_present_host_name) {
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(ms);
    FixedString<limits::host_name_max> name;
    ASSERT_TRUE(name.assign("renamed"));
    primary.machine.set_host_name(host.now_us, name);
    secondary.machine.set_host_name(host.now_us, name);
    const auto answers = answers_to(request(1));
    ASSERT_EQ(answers.size(), 2U);
    for (const Datagram& each : answers) {
        EXPECT_EQ(read<wire::Advertisement>(each.bytes).host_name, "renamed");
    }
}

TEST_F(RequestTest, answers_within_a_window_are_spread_evenly_over_it) {
    host.start({service("p")});
    host.start({service("s")});
    host.run_for(ms);
    std::vector<std::vector<TimeUs>> delays_us(2);
    for (std::uint64_t transaction = 1; transaction <= 1000; ++transaction) {
        wire::Request asked = request(transaction);
        asked.window_ms = 100;
        const TimeUs asked_us = host.now_us;
        for (const Datagram& each : answers_to(asked, 102 * ms)) {
            const auto role = read<wire::Advertisement>(each.bytes).role;
            const std::size_t hops = role == Role::primary ? 1 : 2;
            delays_us[hops - 1].push_back(each.sent_us - asked_us - hops * host.latency_us);
        }
    }
    for (const std::vector<TimeUs>& each : delays_us) {
        ASSERT_EQ(each.size(), 1000U);
        std::array<int, 10> in_tenth{};
        for (const TimeUs delay_us : each) {
            ASSERT_LE(delay_us, 100 * ms);
            ++in_tenth[static_cast<std::size_t>(std::min<TimeUs>(delay_us / (10 * ms), 9))];
        }
        for (const int count : in_tenth) EXPECT_NEAR(count, 100, 40);
    }
}

TEST_F(RequestTest, answers_without_a_window_come_at_once) {
    host.start({service("p")});
    for (std::uint64_t transaction = 1; transaction <= 100; ++transaction) {
        const TimeUs asked_us = host.now_us;
        const auto answers = answers_to(request(transaction));
        ASSERT_EQ(answers.size(), 1U);
        EXPECT_EQ(answers[0].sent_us, asked_us + host.latency_us);
    }
}

TEST_F(RequestTest, provider_that_left_sends_no_delayed_answer) {
    VirtualProvider& provider = host.start({service("p")});
    wire::Request asked = request(1);
    asked.window_ms = 1000;
    EXPECT_TRUE(answers_to(asked).empty());
    host.leave(provider);
    provider.machine.tick(host.now_us + second);
    core::Outbound out;
    EXPECT_FALSE(provider.machine.poll_transmit(out));
}

TEST_F(RequestTest, all_parts_of_one_answer_have_the_same_delay) {
    host.start({service_of_size("a", 800), service_of_size("b", 800), service_of_size("c", 800)});
    wire::Request asked = request(1);
    asked.window_ms = 1000;
    const auto answers = answers_to(asked, 1100 * ms);
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0].sent_us, answers[2].sent_us);
}

/// Sends one attempt by four paths, the usual client's path first.
void ask_by_four_paths(VirtualHost& host, const Endpoint& client, const Bytes& bytes) {
    host.broadcast_to_port(client, bytes);
    host.send_to_port(endpoint("127.0.0.1", 5000), bytes);
    host.send_to_port(endpoint("198.51.100.77", 5000), bytes, eth1, "198.51.100.10");
    host.send_to_port(endpoint("fe80::77", 5001, eth0), bytes, eth0, "ff12::6d70:6469:7363");
    host.run_for(ms);
}

TEST_F(RequestTest, first_attempt_is_answered_by_its_first_path) {
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(ms);
    client.received.clear();
    ask_by_four_paths(host, client.endpoint, bytes_of(request(7, 1)));
    EXPECT_EQ(client.received.size(), 2U);
    EXPECT_EQ(primary.count(Counter::answers), 1U);
    EXPECT_EQ(secondary.count(Counter::answers), 1U);
    EXPECT_EQ(primary.count(Counter::drop_repeated), 3U);
    EXPECT_TRUE(answers_to(request(7, 1)).empty()) << "it is remembered";
    EXPECT_EQ(answers_to(request(8, 1)).size(), 2U) << "this is another request";
    host.run_for(10 * second);
    EXPECT_EQ(answers_to(request(7, 1)).size(), 2U) << "it is forgotten after 10 s";
}

TEST_F(RequestTest, repetition_of_a_client_that_heard_nothing_is_answered_by_each_path) {
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(ms);
    ask_by_four_paths(host, client.endpoint, bytes_of(request(7, 1)));
    for (std::uint8_t attempt = 2; attempt <= 4; ++attempt) {
        client.received.clear();
        ask_by_four_paths(host, client.endpoint, bytes_of(request(7, attempt)));
        EXPECT_EQ(client.received.size(), 2U);
        EXPECT_EQ(primary.count(Counter::answers), 1U + (attempt - 1U) * 4U);
        EXPECT_EQ(secondary.count(Counter::answers), 1U + (attempt - 1U) * 4U);
    }
    EXPECT_TRUE(answers_to(request(7, 2)).empty()) << "the same path counts as repeated";
}

TEST_F(RequestTest, two_addresses_of_a_client_on_one_link_are_two_paths) {
    host.start({service("p")});
    VirtualClient& other = host.client(endpoint("192.0.2.78", 5000));
    host.run_for(ms);
    host.broadcast_to_port(client.endpoint, bytes_of(request(7, 1)));
    host.broadcast_to_port(client.endpoint, bytes_of(request(7, 2)));
    host.broadcast_to_port(other.endpoint, bytes_of(request(7, 2)));
    host.run_for(ms);
    EXPECT_EQ(client.received.size(), 2U);
    EXPECT_EQ(other.received.size(), 1U);
}

TEST_F(RequestTest, primary_without_a_match_tells_a_repetition_that_others_have_one) {
    VirtualProvider& primary = host.start({service("p", "_ipp._tcp")});
    host.start({service("s"), service("t")});
    host.run_for(ms);
    EXPECT_EQ(answers_to(request(7, 1, "_http._tcp")).size(), 1U) << "the secondary answers";
    const auto answers = answers_to(request(7, 2, "_http._tcp"));
    ASSERT_EQ(answers.size(), 2U);
    const auto told = std::ranges::find_if(answers, [](const Datagram& each) {
        return read<wire::Advertisement>(each.bytes).role == Role::primary;
    });
    ASSERT_NE(told, answers.end());
    const auto roster = read<wire::Advertisement>(told->bytes);
    EXPECT_TRUE(roster.services.is_empty());
    EXPECT_EQ(roster.roster.primary, primary.id());
    EXPECT_EQ(roster.roster.matching, 2U);
    EXPECT_TRUE(roster.roster.others_answer);
    EXPECT_EQ(roster.roster.address_token, 0U);
}

TEST_F(RequestTest, primary_sends_nothing_if_no_provider_has_a_match) {
    host.start({service("p", "_ipp._tcp")});
    host.start({service("s", "_ipp._tcp")});
    host.run_for(ms);
    EXPECT_TRUE(answers_to(request(7, 1, "_http._tcp")).empty());
    EXPECT_TRUE(answers_to(request(7, 2, "_http._tcp")).empty());
}

TEST_F(RequestTest, roster_without_services_counts_towards_a_strangers_limit) {
    host.start({service("p", "_ipp._tcp")});
    std::vector<Service> many;
    for (int n = 0; n < 20; ++n) many.push_back(service_of_size("s" + std::to_string(n), 400));
    for (const Service& each : many) host.start({each});
    host.run_for(ms);
    const std::size_t asked = bytes_of(request(7, 2, "_http._tcp")).size();
    std::size_t answered = 0;
    for (const Datagram& each : answers_to(request(7, 2, "_http._tcp"))) {
        answered += each.bytes.size();
    }
    EXPECT_GT(answered, 0U);
    EXPECT_LE(answered, asked * limits::stranger_amplification_max);
}

TEST_F(RequestTest, request_to_a_multicast_group_is_answered_from_a_unicast_address) {
    host.start({service("p")});
    host.start({service("s")});
    host.run_for(ms);
    VirtualClient& neighbour = host.client(endpoint("fe80::77", 5000, eth0));
    host.send_to_port(neighbour.endpoint, bytes_of(request(1)), eth0, "ff12::6d70:6469:7363");
    host.run_for(ms);
    ASSERT_EQ(neighbour.received.size(), 2U);
    for (const Datagram& each : neighbour.received) {
        EXPECT_EQ(each.to.scope_id, eth0);
        EXPECT_EQ(each.if_index, eth0) << "the answer leaves by the request's interface";
        EXPECT_FALSE(each.from.address.is_multicast());
        const auto advertisement = read<wire::Advertisement>(each.bytes);
        EXPECT_EQ(advertisement.address_count, 3U);
    }
}

TEST_F(RequestTest, request_without_a_known_destination_is_answered) {
    host.start({service("p")});
    host.start({service("s")});
    host.run_for(ms);
    host.send_to_port(client.endpoint, bytes_of(request(1)), eth0, IpAddress{});
    host.run_for(ms);
    EXPECT_EQ(client.received.size(), 2U);
}

TEST_F(RequestTest, notified_provider_answers_before_its_registration_is_acknowledged) {
    core::ProviderConfig config = host.next_config();
    config.lease_ms = 40'000;
    host.start(config);
    host.loses = [](const Datagram& each) {
        return each.type() == MessageType::provider_registration_ack;
    };
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(ms);
    ASSERT_EQ(secondary.role(), Role::none);
    const auto answers = answers_to(request(1));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(read<wire::Advertisement>(answers[0].bytes).role, Role::secondary);
    EXPECT_EQ(read<wire::Advertisement>(answers[0].bytes).lifetime_s, 60U);
    host.loses = [](const Datagram&) { return false; };
    host.run_for(second);
    EXPECT_EQ(read<wire::Advertisement>(answers_to(request(2)).front().bytes).lifetime_s, 40U)
        << "it uses the primary's lease";
}

TEST_F(RequestTest, lifetime_is_at_least_one_second) {
    core::ProviderConfig config = host.next_config();
    config.heartbeat_ms = 200;
    config.lease_ms = 500;
    host.start(config, {service("p")});
    host.start({service("s")});
    host.run_for(ms);
    for (const Datagram& each : answers_to(request(1))) {
        EXPECT_EQ(read<wire::Advertisement>(each.bytes).lifetime_s, 1U);
    }
    EXPECT_EQ(client.received.size(), 2U);
}

TEST_F(RequestTest, roster_of_a_new_primary_is_unsettled_until_all_have_had_time_to_register) {
    host.start({service("p")});
    const TimeUs began_us = host.now_us;
    host.start({service("s")});
    const auto settled_at = [&](TimeUs after_us) {
        host.run_until(began_us + after_us - ms);
        const auto answers = answers_to(request(host.now_us));
        std::set<bool> settled;
        for (const Datagram& each : answers) {
            settled.insert(read<wire::Advertisement>(each.bytes).roster.settled);
        }
        EXPECT_EQ(settled.size(), 1U) << "secondaries repeat the primary's roster";
        return settled == std::set<bool>{true};
    };
    EXPECT_FALSE(settled_at(2 * ms));
    host.run_until(began_us + 240 * ms);
    host.start({service("new")});
    EXPECT_FALSE(settled_at(248 * ms));
    EXPECT_TRUE(settled_at(252 * ms)) << "nobody waits for a provider that is new";
}

TEST_F(RequestTest, repeated_registration_does_not_unsettle_the_roster) {
    host.start({service("p")});
    VirtualProvider& secondary = host.start({service("s")});
    host.run_for(260 * ms);
    ASSERT_EQ(host.add(secondary, service("t")), ServiceError::none);
    host.run_for(ms);
    for (const Datagram& each : answers_to(request(1))) {
        EXPECT_TRUE(read<wire::Advertisement>(each.bytes).roster.settled);
    }
}

TEST_F(RequestTest, search_during_a_takeover_misses_no_living_service) {
    VirtualProvider& first = host.start({service("gone")});
    const std::array secondaries = {&host.start({service("a")}), &host.start({service("b")})};
    host.run_for(ms);
    for (VirtualProvider* each : secondaries) host.hang(*each);
    host.stop(first);
    EXPECT_TRUE(names_found(request(1, 1)).empty()) << "no provider had the port";
    for (VirtualProvider* each : secondaries) host.wake(*each);
    host.run_for(100 * ms);
    EXPECT_EQ(names_found(request(1, 2)), (Names{"a", "b"}));
}

}  // namespace
}  // namespace mpdisc::test
