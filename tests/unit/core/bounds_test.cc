// SPDX-License-Identifier: MIT
//
// What happens at a bound and one step beyond it, for the bounds that no test of a single part
// reaches.
#include <gtest/gtest.h>

#include "tests/unit/core/probe_fixture.h"
#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

class Bounds : public testing::Test {
   protected:
    /// Sends `count` registrations, each from an address of its own without a program behind it.
    void register_many(std::uint32_t count, std::uint32_t user_id) {
        for (std::uint32_t n = 0; n < count; ++n) {
            const Endpoint from = endpoint("127.0.0.1", static_cast<std::uint16_t>(next_port_++));
            host.send_to_port(from, bytes_of(wire::Registration{
                                        n, id_of(next_port_ * 1000), 1, user_id, {}, {}}));
        }
        host.run_for(ms);
    }

    /// The number of answers that a client of this host gets.
    std::size_t answers_to(const Bytes& asked, std::string_view from = "127.0.0.1") {
        VirtualClient& client = host.client(endpoint(from, 5000));
        client.received.clear();
        host.send_to_port(client.endpoint, asked, lo, from);
        host.run_for(ms);
        return client.received.size();
    }

    VirtualHost host;

   private:
    std::uint32_t next_port_ = 10'000;
};

TEST_F(Bounds, full_registry_keeps_all_former_registrants) {
    // Hide that the registrants do not exist, so that only the bound has an effect.
    host.has_process_watch = false;
    host.has_refusals = false;
    host.tells_users = false;
    VirtualProvider& primary = host.start({service("p")});
    VirtualProvider& honest = host.start({service("honest")});
    host.run_for(ms);
    register_many(limits::user_secondaries_max - 1, wire::Registration::no_user);
    ASSERT_EQ(primary.count(Counter::registrations), limits::user_secondaries_max);
    EXPECT_EQ(primary.count(Counter::drop_registry_full), 0U);

    register_many(3'000, wire::Registration::no_user);
    EXPECT_EQ(primary.count(Counter::drop_registry_full), 2'999U)
        << "the first is not counted: it may come again once its user is known";
    EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), limits::user_secondaries_max)
        << "a refused registration causes no event";
    EXPECT_EQ(honest.role(), Role::secondary);
    EXPECT_EQ(answers_to(bytes_of(request(1, 1, "_http._tcp"))), 2U);
    ASSERT_EQ(host.add(honest, service("more")), ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::registrations), limits::user_secondaries_max + 1)
        << "a registrant may renew its registration";
    EXPECT_EQ(primary.count(Counter::expirations) + primary.count(Counter::deaths), 0U);
}

TEST_F(Bounds, user_with_a_used_up_share_keeps_no_other_user_out) {
    host.has_process_watch = false;
    host.has_refusals = false;
    host.user_id = 1'000;
    VirtualProvider& primary = host.start({service("p")});
    host.run_for(ms);
    for (std::uint32_t port = 10'000; port < 22'000; ++port) {
        host.other_port_users[static_cast<std::uint16_t>(port)] = 4'242;
    }
    // They claim to belong to the user of the primary and of the later provider.
    register_many(limits::user_secondaries_max + 500, primary.user_id);
    EXPECT_EQ(primary.count(Counter::registrations), limits::user_secondaries_max);
    EXPECT_EQ(host.port_users_asked, 1U);

    VirtualProvider& honest = host.start({service("honest")});
    for (int round = 0; round < 20; ++round) {
        register_many(100, primary.user_id);
        host.run_for(100 * ms);
    }
    EXPECT_EQ(honest.role(), Role::secondary);
    EXPECT_EQ(answers_to(bytes_of(request(1, 1, "_http._tcp"))), 2U);
    EXPECT_EQ(primary.count(Counter::registrations), limits::user_secondaries_max + 1);
    EXPECT_LE(host.port_users_asked, 10U) << "each question is expensive for the system";
}

TEST_F(Bounds, deputy_is_found_by_few_questions_among_8000_secondaries_of_another_user) {
    host.has_process_watch = false;
    host.has_refusals = false;
    host.user_id = 1'000;
    VirtualProvider& primary = host.start();
    host.run_for(ms);
    for (std::uint32_t port = 10'000; port < 18'000; ++port) {
        host.other_port_users[static_cast<std::uint16_t>(port)] = 4'242;
    }
    // They claim to belong to the primary's user.
    register_many(8'000, primary.user_id);
    ASSERT_EQ(primary.count(Counter::registrations), 8'000U);
    VirtualProvider& own = host.start();
    host.run_for(2 * second);
    const auto told = host.sent_of_type(MessageType::deputy_appointment);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.front().to, own.control);
    EXPECT_LE(host.port_users_asked, 3U) << "each question covers all sockets";
    for (const Endpoint& each : host.users_asked) EXPECT_EQ(each.port, VirtualHost::port);
    host.run_for(20 * second);
    EXPECT_LE(host.port_users_asked, 3U);
}

TEST_F(Bounds, primary_remembers_128_requests_and_answers_a_forgotten_one_at_most_twice) {
    host.rates = {0, 0};
    VirtualProvider& primary = host.start({service("p")});
    const Bytes asked = bytes_of(request(7));
    EXPECT_EQ(answers_to(asked), 1U);
    EXPECT_EQ(answers_to(asked), 0U) << "remembered";
    std::size_t answered = 0;
    std::size_t repeated = 0;
    for (std::uint64_t n = 1; n <= 20 * limits::recent_requests_max; ++n) {
        const Bytes other = bytes_of(request(1'000 + n));
        answered += answers_to(other);
        repeated += answers_to(other);
    }
    EXPECT_EQ(answered, 20 * limits::recent_requests_max) << "no flood hides a request";
    EXPECT_EQ(repeated, 0U);
    EXPECT_EQ(answers_to(asked), 1U) << "forgotten";
    EXPECT_EQ(primary.count(Counter::drop_repeated), 1 + 20 * limits::recent_requests_max);
}

TEST_F(Bounds, request_has_16_paths_and_the_next_one_counts_as_repeated) {
    constexpr auto paths = static_cast<std::uint32_t>(limits::request_paths_max);
    const auto number_of = [](std::uint32_t n) { return 100 + n; };
    host.interfaces = {interface_address(lo, "lo", "127.0.0.1/8")};
    for (std::uint32_t n = 0; n <= paths; ++n) {
        const std::string network = "10.0." + std::to_string(n);
        host.interfaces.push_back(interface_address(number_of(n), "eth" + std::to_string(n),
                                                    network + ".1/24", network + ".255"));
    }
    VirtualProvider& primary = host.start({service("p")});
    host.interface_name = "eth" + std::to_string(paths);
    core::ProviderConfig config = host.next_config();
    VirtualProvider& bound = host.start(config, {service("s")});
    host.run_for(ms);

    const auto ask_over = [&](std::uint8_t attempt, std::uint32_t first, std::uint32_t count) {
        for (std::uint32_t n = first; n < first + count; ++n) {
            const std::string network = "10.0." + std::to_string(n);
            host.send_to_port(endpoint(network + ".9", 5000), bytes_of(request(7, attempt)),
                              number_of(n), network + ".1");
        }
        host.run_for(ms);
    };
    ask_over(1, 1, paths);
    EXPECT_EQ(bound.count(Counter::answers), 1U) << "the sixteenth path is answered";
    EXPECT_EQ(primary.count(Counter::drop_repeated), paths - 2);
    EXPECT_EQ(primary.count(Counter::answers), 1U) << "the first attempt is answered once";
    ask_over(2, 0, paths + 1);
    EXPECT_EQ(bound.count(Counter::answers), 1U) << "the seventeenth is one too many";
    EXPECT_EQ(primary.count(Counter::drop_repeated), paths - 1);
    EXPECT_EQ(primary.count(Counter::answers), 1U + paths) << "a repetition by each path";
    ask_over(3, paths, 1);
    EXPECT_EQ(bound.count(Counter::answers), 2U) << "the next attempt reaches it";
}

TEST_F(Bounds, deputy_is_told_of_8192_providers_and_of_no_more) {
    host.user_id = 1000;
    host.has_refusals = false;
    VirtualProvider& primary = host.start();
    VirtualProvider& deputy = host.start();
    host.run_for(ms);
    register_many(limits::user_secondaries_max - 1, wire::Registration::no_user);
    host.run_for(second);
    const auto last_list = [&] {
        const auto told = host.sent_of_type(MessageType::deputy_appointment);
        EXPECT_FALSE(told.empty());
        EXPECT_LE(told.back().bytes.size(), limits::appointment_max);
        return told.back();
    };
    // The list holds the primary itself and all secondaries except the deputy.
    EXPECT_EQ(last_list().to, deputy.control);
    EXPECT_EQ(read<wire::Appointment>(last_list().bytes).peers.size(),
              2 * limits::user_secondaries_max);

    // The deputy takes over, waits for all of these, and adds its own port to the list.
    host.hang(primary);
    host.run_for(5 * second);
    ASSERT_EQ(deputy.role(), Role::primary);
    VirtualProvider& next = host.start();
    host.run_for(second);
    EXPECT_EQ(last_list().to, next.control);
    const Datagram list = last_list();
    const auto appointment = read<wire::Appointment>(list.bytes);
    EXPECT_EQ(appointment.peers.size(), 2 * limits::deputy_peers_max);
    EXPECT_EQ(wire::peer_at(appointment.peers, 0), deputy.control.port);
    EXPECT_EQ(deputy.count(Counter::drop_no_memory), 0U);
}

TEST_F(Bounds, request_of_full_size_is_passed_on_and_a_larger_one_is_dropped) {
    VirtualProvider& primary = host.start();
    host.start({service("s")});
    host.run_for(ms);
    // The primary passes on all fields that it knows.
    const Bytes none_known(limits::network_datagram_max, 0);
    wire::Request asked = request(7);
    asked.known.hashes = 1;
    asked.known.bits = std::span(none_known).first(1);
    const std::size_t room = limits::network_datagram_max - short_bytes_of(asked).size() + 1;
    asked.known.bits = std::span(none_known).first(room);
    const Bytes full = short_bytes_of(asked);
    ASSERT_EQ(full.size(), limits::network_datagram_max);
    EXPECT_EQ(answers_to(full, "::1"), 1U);
    const auto notifications = host.sent_of_type(MessageType::provider_notification);
    ASSERT_EQ(notifications.size(), 1U);
    EXPECT_GT(notifications[0].bytes.size(), limits::network_datagram_max);
    EXPECT_LE(notifications[0].bytes.size(), limits::notification_max);

    EXPECT_EQ(answers_to(padded(short_bytes_of(request(8)), limits::network_datagram_max)), 1U);
    EXPECT_EQ(answers_to(padded(short_bytes_of(request(9)), limits::network_datagram_max + 1)), 0U);
    EXPECT_EQ(primary.count(Counter::drop_malformed), 1U);
}

TEST_F(Bounds, largest_provider_registers_in_one_datagram_and_a_larger_one_is_dropped) {
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    host.interface_name = "eth0";
    core::ProviderConfig config = host.next_config();
    config.family = Family::ipv6;
    std::vector<Service> services;
    for (std::size_t n = 0; n < limits::provider_services_bytes_max / 512; ++n) {
        services.push_back(service_of_size("number " + std::to_string(100 + n), 512));
    }
    host.start(config, services);
    host.run_for(ms);
    const auto registrations = host.sent_of_type(MessageType::provider_registration);
    ASSERT_EQ(registrations.size(), 1U);
    const std::size_t size_max =
        limits::provider_services_bytes_max + limits::registration_overhead_max;
    EXPECT_GT(registrations[0].bytes.size(), limits::provider_services_bytes_max);
    EXPECT_LE(registrations[0].bytes.size(), size_max);
    EXPECT_EQ(primary.count(Counter::registrations), 1U);

    const Bytes other = bytes_of(wire::Registration{1, id_of(99), 1, 1000, {}, {}});
    host.send_to_port(endpoint("127.0.0.1", 9), padded(other, size_max));
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::registrations), 2U);
    host.send_to_port(endpoint("127.0.0.1", 9), padded(other, size_max + 1));
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::registrations), 2U);
    EXPECT_EQ(primary.count(Counter::drop_malformed), 1U);
}

TEST_F(Bounds, longest_window_is_obeyed_and_a_longer_one_is_dropped) {
    VirtualProvider& primary = host.start({service("p")});
    wire::Request asked = request(7);
    asked.window_ms = limits::window_ms_max;
    host.send_to_port(endpoint("127.0.0.1", 5000), bytes_of(asked));
    host.run_for(TimeUs{limits::window_ms_max} * ms + ms);
    EXPECT_EQ(primary.count(Counter::answers), 1U);
    asked = request(8);
    asked.window_ms = limits::window_ms_max + 1;
    host.send_to_port(endpoint("127.0.0.1", 5000), bytes_of(asked));
    host.run_for(10 * second);
    EXPECT_EQ(primary.count(Counter::answers), 1U);
    EXPECT_EQ(primary.count(Counter::drop_malformed), 1U);
}

using ProbeBounds = ProbeTest;

TEST_F(ProbeBounds, asks_at_most_128_addresses_at_once) {
    start();
    for (std::uint32_t n = 20; n < 220; ++n) {
        receive({.provider = n, .primary = n, .matching = 2, .services = {service("a")}},
                "192.0.2." + std::to_string(n));
        receive({.provider = n, .primary = n, .matching = 2, .services = {service("a")}},
                "2001:db8::" + std::to_string(n));
        receive({.provider = n, .primary = n, .matching = 2, .services = {service("a")}},
                "fe80::" + std::to_string(n));
    }
    const std::size_t before = attempts();
    std::size_t unicasts = 0;
    for (routes.clear(); attempts() == before;) run_for(ms);
    for (const core::Route& each : routes) {
        const bool is_v4 = each.to.address.family == Family::ipv4;
        const std::uint8_t last = each.to.address.bytes[3];
        if (is_v4 ? last >= 20 && last < 220 : !each.to.address.is_multicast()) ++unicasts;
    }
    EXPECT_GT(unicasts, limits::probe_unicasts_max - 3);
    EXPECT_LE(unicasts, limits::probe_unicasts_max);
}

TEST_F(ProbeBounds, asks_128_incomplete_hosts_at_once_and_the_others_by_the_next_attempt) {
    start();
    std::multiset<std::uint32_t> expected;
    for (std::uint32_t n = 20; n < 220; ++n) {
        receive({.provider = n, .primary = n, .matching = 2, .services = {service("a")}},
                "192.0.2." + std::to_string(n));
        expected.insert(n);
    }
    const auto hosts_asked_next = [&] {
        const std::size_t before = attempts();
        routes.clear();
        while (attempts() == before) run_for(ms);
        std::multiset<std::uint32_t> asked;
        for (const core::Route& each : routes) {
            const std::uint8_t number = each.to.address.bytes[3];
            if (each.if_index == eth0 && number != 255 && each.to.address.family == Family::ipv4) {
                asked.insert(number);
            }
        }
        return asked;
    };
    std::multiset<std::uint32_t> asked = hosts_asked_next();
    EXPECT_EQ(asked.size(), limits::probe_unicasts_max);
    asked.merge(hosts_asked_next());
    EXPECT_EQ(asked.size(), 2 * limits::probe_unicasts_max);
    EXPECT_TRUE(std::ranges::includes(asked, expected))
        << "no host has to wait for a third attempt";
}

}  // namespace
}  // namespace mpdisc::test
