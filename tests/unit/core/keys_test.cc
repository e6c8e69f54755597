// SPDX-License-Identifier: MIT
//
// Programs with a common key find and believe each other, and no other program.
#include <gtest/gtest.h>

#include "tests/unit/core/keyed_fixture.h"

namespace mpdisc::test {
namespace {

/// A probe asks with its first key, and believes answers with any of its keys.
TEST_F(KeyedTest, a_provider_answers_only_requests_with_one_of_its_keys) {
    const std::vector<std::vector<std::uint8_t>> sets = {{}, {1}, {2}, {1, 2}, {3, 1}};
    for (const auto& of_provider : sets) {
        VirtualProvider& provider = start(keyring(of_provider), "a");
        host.run_for(second);
        for (const auto& of_probe : sets) {
            const bool meet =
                of_probe.empty() ? of_provider.empty()
                                 : std::ranges::find(of_provider, of_probe[0]) != of_provider.end();
            const std::uint64_t before = provider.count(Counter::drop_unauthenticated);
            host.sent.clear();
            EXPECT_EQ(search(keyring(of_probe)), meet ? Names{"a"} : Names{});
            EXPECT_EQ(provider.count(Counter::drop_unauthenticated) > before, !meet);
            EXPECT_EQ(host.count_sent(MessageType::service_advertisement) != 0, meet);
        }
        host.stop(provider);
    }
}

TEST_F(KeyedTest, a_primary_registers_only_providers_with_one_of_its_keys) {
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& same = start(first, "s");
    VirtualProvider& other = start(second_key, "o");
    VirtualProvider& unkeyed_one = start({}, "u");
    host.run_for(10 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(same.role(), Role::secondary);
    EXPECT_EQ(other.role(), Role::none);
    EXPECT_EQ(unkeyed_one.role(), Role::none);
    EXPECT_EQ(search(first), (Names{"p", "s"}));
    EXPECT_EQ(search(second_key), Names{});
    EXPECT_EQ(search({}), Names{});
    // The primary's owner is told at most once a minute, although the others keep trying.
    EXPECT_EQ(primary.count(ProviderEventType::key_mismatch), 1U);
    EXPECT_EQ(same.count(ProviderEventType::key_mismatch), 0U);
    // The owners of the others are told so, too, and not of a stranger.
    for (const VirtualProvider* each : {&other, &unkeyed_one}) {
        EXPECT_EQ(each->count(ProviderEventType::primary_has_other_keys), 1U);
        EXPECT_EQ(each->count(ProviderEventType::port_held_by_stranger), 0U);
    }
    EXPECT_EQ(same.count(ProviderEventType::primary_has_other_keys), 0U);
    host.run_for(60 * second);
    EXPECT_EQ(primary.count(ProviderEventType::key_mismatch), 2U);
    EXPECT_EQ(other.count(ProviderEventType::primary_has_other_keys), 2U);
    EXPECT_EQ(other.count(ProviderEventType::port_held_by_stranger), 0U);
}

TEST_F(KeyedTest, providers_change_their_keys_one_after_another_and_stay_registered) {
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& secondary = start(first, "s");
    host.run_for(second);
    const Names both = {"p", "s"};
    const std::vector<std::vector<std::uint8_t>> steps = {{1, 2}, {2, 1}, {2}};
    for (const auto& keys : steps) {
        for (VirtualProvider* each : {&primary, &secondary}) {
            core::Provider& machine = each->driver.machine();
            EXPECT_EQ(machine.set_keys(key_set(keys)), KeyChange::changed);
            EXPECT_EQ(machine.set_keys(key_set(keys)), KeyChange::none);
            host.run_for(100 * second);
            EXPECT_EQ(search(keyring({keys[0]})), both);
        }
    }
    EXPECT_EQ(search(first), Names{});
    EXPECT_EQ(secondary.count(ProviderEventType::role_changed), 1U);
    EXPECT_EQ(secondary.role(), Role::secondary);
}

TEST_F(KeyedTest, a_provider_keeps_its_keys_if_it_would_have_none_before_or_afterwards) {
    VirtualProvider& keyed = start(first, "a");
    EXPECT_EQ(keyed.driver.machine().set_keys({}), KeyChange::refused);
    host.run_for(second);
    EXPECT_EQ(search(first), Names{"a"});
    host.stop(keyed);
    VirtualProvider& unkeyed_one = start({}, "b");
    EXPECT_EQ(unkeyed_one.driver.machine().set_keys(key_set({1})), KeyChange::refused);
    EXPECT_EQ(unkeyed_one.driver.machine().set_keys({}), KeyChange::none);
    host.run_for(second);
    EXPECT_EQ(search({}), Names{"b"});
}

/// For all combinations of keys, both sides are told at once.
TEST_F(KeyedTest, both_sides_are_told_that_their_keys_differ) {
    const std::vector<std::vector<std::uint8_t>> sets = {{}, {1}, {2}, {1, 2}};
    for (const auto& of_primary : sets) {
        for (const auto& of_other : sets) {
            VirtualProvider& primary = start(keyring(of_primary), "p");
            VirtualProvider& other = start(keyring(of_other), "o");
            host.run_for(100 * ms);
            const bool meet = of_other.empty()
                                  ? of_primary.empty()
                                  : std::ranges::find(of_primary, of_other[0]) != of_primary.end();
            EXPECT_EQ(other.role(), meet ? Role::secondary : Role::none);
            EXPECT_EQ(primary.count(ProviderEventType::key_mismatch), meet ? 0U : 1U);
            EXPECT_EQ(other.count(ProviderEventType::primary_has_other_keys), meet ? 0U : 1U);
            // Let its last messages arrive before its successor starts.
            host.stop(other);
            host.run_for(ms);
            host.stop(primary);
            host.run_for(ms);
        }
    }
}

/// When the primary with other keys has ended, the provider takes the port.
TEST_F(KeyedTest, a_provider_that_was_told_of_other_keys_goes_on_trying) {
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& other = start(second_key, "o");
    host.run_for(10 * second);
    host.stop(primary);
    host.run_for(3 * second);
    EXPECT_EQ(other.role(), Role::primary);
}

TEST_F(KeyedTest, an_unrequested_key_mismatch_is_dropped) {
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& secondary = start(first, "s");
    VirtualProvider& other = start(second_key, "o");
    host.run_for(100 * ms);
    const Endpoint port_holder = endpoint("127.0.0.1", VirtualHost::port);
    const Bytes unasked = bytes_of(MessageType::key_mismatch, {7, primary.id()});
    std::uint64_t dropped = secondary.count(Counter::drop_unexpected);
    host.send_to_control(secondary, port_holder, unasked);
    host.send_to_control(secondary, local_program, unasked);
    host.run_for(ms);
    EXPECT_EQ(secondary.count(Counter::drop_unexpected), dropped + 2);
    dropped = other.count(Counter::drop_unexpected);
    host.send_to_control(other, port_holder, unasked);
    host.run_for(ms);
    EXPECT_EQ(other.count(Counter::drop_unexpected), dropped + 1) << "it has another transaction";
    dropped = primary.count(Counter::drop_unexpected);
    host.send_to_port(local_program, unasked);
    host.send_to_control(primary, port_holder, unasked);
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::drop_unexpected), dropped + 2);
    EXPECT_EQ(primary.count(Counter::drop_not_local), 0U);
    host.send_to_port(neighbour, unasked, eth0, "192.0.2.10");
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::drop_not_local), 1U);
    EXPECT_EQ(secondary.role(), Role::secondary);
    EXPECT_EQ(secondary.count(ProviderEventType::primary_has_other_keys), 0U);
}

/// The deputy's primary had taken the port over from one that hangs, and is gone now. The program
/// that has the port since then says that it lives, before the deputy looks for a primary or after.
class KeyedDeputyTest : public KeyedTest, public testing::WithParamInterface<bool> {};

TEST_P(KeyedDeputyTest, takes_nothing_over_from_a_program_with_other_keys) {
    const bool has_begun_to_look = GetParam();
    host.user_id = 1000;
    VirtualProvider& hung = start(first, "h");
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& deputy = start(first, "d");
    host.run_for(second);
    host.hang(hung);
    host.run_for(5 * second);
    ASSERT_EQ(primary.role(), Role::primary);
    ASSERT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    host.hang(deputy);
    host.kill(hung);
    host.kill(primary);
    if (has_begun_to_look) {
        host.port_table.has_stranger = true;
        host.wake(deputy);
        host.run_for(2 * second);
        host.hang(deputy);
        host.port_table.has_stranger = false;
    }
    VirtualProvider& other = start(second_key, "o");
    host.wake(deputy);
    host.run_for(20 * second);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    EXPECT_EQ(deputy.role(), Role::none);
    EXPECT_EQ(deputy.count(ProviderEventType::primary_has_other_keys), 1U);
    EXPECT_EQ(host.port_holder(), &other);
    host.stop(other);
    host.run_for(3 * second);
    EXPECT_EQ(deputy.role(), Role::primary);
}

INSTANTIATE_TEST_SUITE_P(Both, KeyedDeputyTest, testing::Bool());

/// Only local questions get a KEY_MISMATCH, at a bounded rate; clients and neighbours get none.
TEST_F(KeyedTest, a_flood_of_requests_with_other_keys_gets_few_answers) {
    VirtualProvider& primary = start(first, "p");
    host.run_for(ms);
    const Bytes foreign = bytes_of(MessageType::provider_discovery_request, {7, id_of(9)});
    host.sent.clear();
    for (int n = 0; n < 1000; ++n) {
        host.send_to_port(local_program, foreign);
        host.send_to_port(neighbour, foreign, eth0, "192.0.2.10");
        host.run_for(ms / 10);
    }
    EXPECT_GE(host.count_sent(MessageType::key_mismatch), 9U);
    EXPECT_LE(host.count_sent(MessageType::key_mismatch), 11U);
    EXPECT_EQ(primary.count(ProviderEventType::key_mismatch), 1U);
    host.sent.clear();
    host.run_for(20 * ms);
    host.send_to_port(local_program, bytes_of(wire::Heartbeat{7, id_of(9)}));
    host.send_to_port(local_program, bytes_of(request(2)));
    host.run_for(ms);
    EXPECT_TRUE(host.sent.empty());
    host.send_to_port(local_program, bytes_of(wire::StatusRequest{3, 0}));
    host.run_for(ms);
    EXPECT_EQ(host.sent.size(), 1U);
    EXPECT_EQ(host.count_sent(MessageType::key_mismatch), 1U);
    EXPECT_EQ(primary.count(ProviderEventType::key_mismatch), 1U) << "no provider asked";
}

TEST_F(KeyedTest, unsealed_messages_of_clients_and_strangers_are_counted_without_an_event) {
    VirtualProvider& provider = start(first, "p");
    host.run_for(ms);
    const Bytes registration =
        bytes_of(wire::Registration{7, id_of(9), 1, wire::Registration::no_user, {}, {}});
    host.send_to_port(neighbour, bytes_of(request(1)), eth0, "192.0.2.10");
    host.send_to_port(local_program, bytes_of(request(2)));
    host.send_to_port(local_program, bytes_of(wire::StatusRequest{3, 0}));
    host.send_to_port(neighbour, registration, eth0, "192.0.2.10");
    host.run_for(ms);
    EXPECT_EQ(provider.count(Counter::drop_unauthenticated), 3U);
    EXPECT_EQ(provider.count(Counter::drop_not_local), 1U)
        << "it is dropped before any key is tried";
    EXPECT_EQ(provider.count(ProviderEventType::key_mismatch), 0U);
    host.send_to_port(local_program, registration);
    host.run_for(ms);
    EXPECT_EQ(provider.count(ProviderEventType::key_mismatch), 0U)
        << "it may be meant for another primary";
    host.send_to_port(local_program,
                      bytes_of(MessageType::provider_discovery_request, {7, id_of(9)}));
    host.run_for(ms);
    EXPECT_EQ(provider.count(ProviderEventType::key_mismatch), 1U);
}

/// Sends each message between providers unsealed and sealed with another key, from an address that
/// would be accepted with the right seal.
TEST_F(KeyedTest, no_control_message_is_accepted_without_the_key) {
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& secondary = start(first, "s");
    host.run_for(second);
    wire::Notification notification;
    notification.arrival.client = neighbour;
    notification.arrival.if_index = eth0;
    notification.roster = {primary.id(), 1, 1};
    notification.request = request(99);
    const Bytes peers = {1, 2};
    const std::vector<Bytes> to_port = {
        bytes_of(wire::Registration{7, id_of(9), 1, wire::Registration::no_user, {}, {}}),
        bytes_of(wire::Heartbeat{7, secondary.id()}),
        bytes_of(MessageType::provider_discovery_request, {7, id_of(9)}),
        bytes_of(MessageType::provider_unregistration, {7, secondary.id()}),
        bytes_of(wire::PrimaryChange{7, id_of(9), wire::Change::present}),
        bytes_of(wire::StatusRequest{7, 0})};
    const std::vector<Bytes> to_control = {
        bytes_of(notification),
        bytes_of(MessageType::provider_discovery_response, {7, id_of(9)}),
        bytes_of(wire::HeartbeatAck{7, primary.id(), wire::HeartbeatResult::register_again}),
        bytes_of(wire::RegistrationAck{7, primary.id()}),
        bytes_of(wire::PrimaryChange{7, id_of(9), wire::Change::leaving}),
        bytes_of(wire::Appointment{7, primary.id(), 1, peers})};
    host.sent.clear();
    const auto is_mismatch = [](const auto& each) {
        return each.type() == MessageType::key_mismatch;
    };
    std::uint64_t dropped = primary.count(Counter::drop_unauthenticated);
    for (const Bytes& plain : to_port) {
        for (const Bytes& bytes : {plain, sealed(second_key, plain)}) {
            host.send_to_port(secondary.control, bytes);
            host.run_for(ms);
            EXPECT_EQ(primary.count(Counter::drop_unauthenticated), ++dropped);
        }
    }
    dropped = secondary.count(Counter::drop_unauthenticated);
    for (const Bytes& plain : to_control) {
        for (const Bytes& bytes : {plain, sealed(second_key, plain)}) {
            host.send_to_control(secondary, endpoint("127.0.0.1", VirtualHost::port), bytes);
            host.run_for(ms);
            EXPECT_EQ(secondary.count(Counter::drop_unauthenticated), ++dropped);
        }
    }
    EXPECT_TRUE(std::ranges::all_of(host.sent, is_mismatch));
    EXPECT_EQ(search(first), (Names{"p", "s"}));
}

/// Runs a host through a death, a hang and departures. Every datagram must bear the key.
TEST_F(KeyedTest, every_datagram_is_sealed) {
    host.user_id = 1000;
    std::vector<VirtualProvider*> all;
    for (const char* name : {"a", "b", "c", "d", "e"}) all.push_back(&start(first, name));
    host.run_for(second);
    host.kill(*all[0]);
    host.run_for(second);
    VirtualProvider& hanging = *std::ranges::find_if(all, [](const VirtualProvider* each) {
        return each->alive && each->role() == Role::primary;
    })[0];
    host.hang(hanging);
    host.run_for(10 * second);
    host.wake(hanging);
    host.run_for(40 * second);
    EXPECT_EQ(search(first), (Names{"b", "c", "d", "e"}));
    for (VirtualProvider* each : all) {
        if (each->alive) host.stop(*each);
    }
    std::set<MessageType> types;
    // Starts with no nonce, for messages before the primary has told its nonce.
    std::set<wire::Nonce> nonces = {{}};
    for (const Datagram& each : host.sent) {
        types.insert(each.type());
        EXPECT_TRUE(std::ranges::any_of(nonces, [&](const wire::Nonce& nonce) {
            wire::Seal seal;
            return opens(first, each.bytes, binding_of(each, nonce), seal);
        })) << static_cast<int>(each.type());
        if (each.type() != MessageType::provider_discovery_response) continue;
        nonces.insert(read<wire::DiscoveryResponse>(each.bytes).nonce);
    }
    EXPECT_EQ(nonces.size(), 1U + 3)
        << "three primaries: the first, the one that hung, and its deputy";
    // HOST_ANNOUNCEMENT, KEY_MISMATCH, STATUS_REQUEST and STATUS_RESPONSE are left out.
    EXPECT_EQ(types.size(), 14U);
    EXPECT_TRUE(types.contains(MessageType::host_query));
    EXPECT_TRUE(types.contains(MessageType::host_list));
}

/// From the old key to the new one in three steps. Programs restart one by one, and probes are at
/// most one step behind or ahead.
TEST_F(KeyedTest, keys_are_changed_without_a_gap) {
    const std::vector<wire::Keyring> steps = {keyring({1}), keyring({1, 2}), keyring({2, 1}),
                                              keyring({2})};
    std::vector<VirtualProvider*> running;
    const Names names = {"a", "b", "c"};
    for (const std::string& name : names) running.push_back(&start(steps[0], name));
    host.run_for(second);
    for (std::size_t step = 1; step < steps.size(); ++step) {
        auto name = names.begin();
        for (VirtualProvider*& each : running) {
            host.stop(*each);
            each = &start(steps[step], *name++);
            host.run_for(3 * second);
            EXPECT_EQ(search(steps[step - 1]), names) << step;
            EXPECT_EQ(search(steps[step]), names) << step;
        }
        EXPECT_EQ(search(keyring({1})), step < 3 ? names : Names{}) << step;
        EXPECT_EQ(search(keyring({2})), names) << step;
    }
}

TEST_F(KeyedTest, an_answer_bears_the_key_and_the_time_of_the_request) {
    const wire::Keyring both = keyring({1, 2});
    start(both, "p");
    start(both, "s");
    host.run_for(second);
    VirtualClient& client = host.client(neighbour);
    for (const wire::Keyring* keys : {&first, &second_key}) {
        client.received.clear();
        const Bytes asked = request_of(*keys, seed += 7);
        EXPECT_EQ(answers_to(asked), 2U);
        ASSERT_EQ(client.received.size(), 2U);
        for (const Datagram& each : client.received) {
            EXPECT_EQ(seal_of(*keys, each.bytes).time_ms, seal_of(*keys, asked).time_ms);
        }
    }
}

TEST_F(KeyedTest, an_unrequested_message_bears_the_first_key_and_no_time) {
    const wire::Keyring both = keyring({1, 2});
    start(both, "p");
    start(both, "s");
    host.run_for(second);
    EXPECT_EQ(answers_to(request_of(second_key, 1)), 2U);
    host.sent.clear();
    host.run_for(40 * second);
    EXPECT_GT(host.count_sent(MessageType::provider_heartbeat), 0U);
    const std::vector<Datagram> sent = host.sent;
    const wire::Nonce nonce = nonce_of_primary();
    for (const Datagram& each : sent) {
        EXPECT_EQ(seal_of(first, each.bytes, binding_of(each, nonce)).time_ms, 0U);
    }
}

TEST_F(KeyedTest, a_probe_believes_only_sealed_answers_and_counts_the_others) {
    core::ProbeConfig config;
    config.keys = first;
    core::Probe probe(config);
    ASSERT_TRUE(probe.set_interfaces(list_of(usual_interfaces())));
    probe.start(host.now_us);
    core::Outbound out;
    ASSERT_TRUE(probe.poll_transmit(out));
    const auto asked = read<wire::Request>(out.bytes);
    wire::Advertisement made;
    made.transaction = asked.transaction;
    made.provider = id_of(1);
    made.role = Role::primary;
    made.host_name = "host";
    made.roster = {id_of(1), 5, 1};
    const Bytes services = encoded({service("a")});
    made.services = wire::ServiceList(services);
    const auto receive = [&](const Bytes& bytes) {
        probe.receive(host.now_us,
                      {core::Channel::client, neighbour, ip("192.0.2.10"), eth0, bytes});
    };
    receive(bytes_of(made));
    receive(sealed(second_key, bytes_of(made)));
    EXPECT_EQ(probe.counters()[Counter::drop_unauthenticated], 2U);
    // It believes neither the service nor the roster, by which the host would be incomplete.
    FoundServiceView found;
    EXPECT_FALSE(probe.next_service(found));
    EXPECT_EQ(probe.hosts().incomplete_hosts(), 0U);
    // An advertisement of another transaction is no answer, so it is not counted.
    made.transaction += 1;
    receive(bytes_of(made));
    EXPECT_EQ(probe.counters()[Counter::drop_unauthenticated], 2U);
    made.transaction -= 1;
    receive(sealed(first, bytes_of(made)));
    EXPECT_TRUE(probe.next_service(found));
}

TEST_F(KeyedTest, a_status_is_given_and_believed_only_with_the_key) {
    start(first, "p");
    host.run_for(ms);
    const Endpoint port = endpoint("127.0.0.1", VirtualHost::port);
    const auto outcome_with = [&](std::initializer_list<std::uint8_t> numbers, bool forges) {
        core::StatusQuery query(port, 1000, {1, ++seed, 3, 4});
        KeySet keys;
        for (const std::uint8_t number : numbers) {
            EXPECT_EQ(keys.add(Bytes(limits::key_bytes_min, number)), KeyError::none);
        }
        VirtualClient& client = host.client(endpoint("127.0.0.1", 6000));
        query.set_keys(keys);
        query.set_port(client.endpoint.port);
        query.start(host.now_us);
        for (core::Outbound out; query.poll_transmit(out);) {
            client.received.clear();
            host.send_to_port(client.endpoint, {out.bytes.begin(), out.bytes.end()});
            host.run_for(ms);
            for (const Datagram& each : client.received) {
                Bytes bytes = each.bytes;
                if (forges) bytes.back() ^= 1;
                query.receive(host.now_us,
                              {core::Channel::client, port, client.endpoint.address, lo, bytes});
            }
        }
        EXPECT_EQ(query.counters()[Counter::drop_unauthenticated], forges ? 1U : 0U);
        return query.outcome();
    };
    EXPECT_EQ(outcome_with({1}, false), StatusOutcome::complete);
    EXPECT_EQ(outcome_with({3, 1}, false), StatusOutcome::running);  // it asks with its first key
    EXPECT_EQ(outcome_with({2}, false), StatusOutcome::running);
    EXPECT_EQ(outcome_with({}, false), StatusOutcome::running);
    EXPECT_EQ(outcome_with({1}, true), StatusOutcome::running);
}

/// The size limits of unsealed messages leave room for a seal.
TEST_F(KeyedTest, the_largest_messages_have_room_for_a_seal) {
    VirtualProvider& primary = start(first, "p");
    VirtualProvider& secondary = start(first, "s");
    host.run_for(second);
    ASSERT_EQ(host.add(secondary, service_of_size("large", limits::encoded_service_max)),
              ServiceError::none);
    std::size_t count = 2;
    while (host.add(secondary, service_of_size("n" + std::to_string(count), 800)) ==
           ServiceError::none) {
        ++count;
    }
    EXPECT_GT(count * 800, limits::provider_services_bytes_max - 800);
    host.run_for(second);
    EXPECT_EQ(search(first).size(), count + 1);
    EXPECT_EQ(primary.count(Counter::drop_malformed), 0U);
}

}  // namespace
}  // namespace mpdisc::test
