// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

const Endpoint port_on_loopback = endpoint("127.0.0.1", VirtualHost::port);

/// A host whose system does not report ended processes.
class Lease : public testing::Test {
   protected:
    Lease() {
        host.has_process_watch = false;
        host.has_refusals = false;
    }

    /// From now on secondaries are told of their primary's end, and there is no deputy. So there
    /// are only the usual heartbeats.
    void let_primary_be_trusted() {
        host.user_id = 1000;
        host.port_table.allows_takeover = false;
        host.has_process_watch = true;
    }

    VirtualHost host;
};

TEST_F(Lease, heartbeats_go_every_30_s_less_up_to_a_tenth) {
    let_primary_be_trusted();
    VirtualProvider& primary = host.start();
    for (int i = 0; i < 20; ++i) host.start();
    host.run_for(ms);
    const TimeUs began_us = host.now_us;
    host.run_for(300 * second);
    std::map<std::uint16_t, std::vector<TimeUs>> beats_us;
    for (const Datagram& each : host.sent_of_type(MessageType::provider_heartbeat)) {
        beats_us[each.from.port].push_back(each.sent_us);
    }
    ASSERT_EQ(beats_us.size(), 20U);
    std::set<TimeUs> first_us;
    for (const auto& [port, times_us] : beats_us) {
        // The first heartbeat verifies the primary's user.
        TimeUs last_us = times_us.front();
        EXPECT_LE(last_us - began_us, limits::primary_check_ms * ms + ms);
        for (const TimeUs each_us : std::span(times_us).subspan(1)) {
            EXPECT_LE(each_us - last_us, 30 * second + ms);
            EXPECT_GE(each_us - last_us, 27 * second - ms);
            last_us = each_us;
        }
        first_us.insert(times_us.front());
    }
    EXPECT_EQ(first_us.size(), 20U)
        << "secondaries that registered together must not send heartbeats together";
    EXPECT_EQ(primary.count(Counter::heartbeats), host.count_sent(MessageType::provider_heartbeat));
    EXPECT_EQ(primary.count(Counter::expirations), 0U);
}

TEST_F(Lease, secondaries_use_the_primarys_times) {
    core::ProviderConfig config = host.next_config();
    config.heartbeat_ms = 1000;
    config.lease_ms = 2500;
    VirtualProvider& primary = host.start(config);
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(10 * second);
    EXPECT_GE(primary.count(Counter::heartbeats), 9U);
    EXPECT_LE(primary.count(Counter::heartbeats), 11U);
    host.hang(secondary);
    host.run_for(2500 * ms);
    EXPECT_EQ(primary.count(Counter::expirations), 1U);
}

TEST_F(Lease, ends_after_60_s_and_not_before) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    const TimeUs registered_us =
        host.sent_of_type(MessageType::provider_registration_ack).front().sent_us;
    host.kill(secondary);
    host.run_until(registered_us + 60 * second - 1);
    EXPECT_EQ(primary.count(Counter::expirations), 0U);
    EXPECT_EQ(primary.machine.next_deadline_us(), registered_us + 60 * second);
    host.run_for(1);
    EXPECT_EQ(primary.count(Counter::expirations), 1U);
    ASSERT_EQ(primary.count(ProviderEventType::secondary_expired), 1U);
    EXPECT_EQ(primary.events.back().peer, secondary.id());
    EXPECT_EQ(primary.machine.next_deadline_us(), never_us);
}

TEST_F(Lease, ends_in_time_during_a_search_for_a_deputy) {
    host.user_id = 1000;
    VirtualProvider& primary = host.start();
    core::ProviderConfig config = host.next_config();
    config.user_id = wire::Registration::no_user;
    VirtualProvider& dying = host.start(config);
    host.run_for(second);
    host.kill(dying);
    host.run_for(54 * second);
    host.start();
    host.run_for(6 * second);
    EXPECT_EQ(primary.count(ProviderEventType::deputy_appointed), 1U);
    EXPECT_EQ(primary.count(Counter::expirations), 1U);
}

TEST_F(Lease, leases_end_in_the_order_of_the_last_heartbeats) {
    VirtualProvider& primary = host.start();
    std::vector<VirtualProvider*> secondaries;
    for (int i = 0; i < 10; ++i) secondaries.push_back(&host.start());
    host.run_for(100 * second);
    std::map<TimeUs, ProviderId> last_beats;
    for (const Datagram& each : host.sent_of_type(MessageType::provider_heartbeat)) {
        const ProviderId id = read<wire::Identity>(each.bytes).provider;
        std::erase_if(last_beats, [&](const auto& beat) { return beat.second == id; });
        last_beats[each.sent_us] = id;
    }
    for (VirtualProvider* each : secondaries) host.kill(*each);
    host.run_for(60 * second);
    std::vector<ProviderId> expired;
    for (const ProviderEvent& event : primary.events) {
        if (event.type == ProviderEventType::secondary_expired) expired.push_back(event.peer);
    }
    std::vector<ProviderId> expected;
    for (const auto& [time_us, id] : last_beats) expected.push_back(id);
    EXPECT_EQ(expired, expected);
}

TEST_F(Lease, primary_removes_silent_secondaries_after_a_jump_of_its_clock) {
    VirtualProvider& primary = host.start();
    for (int i = 0; i < 10; ++i) host.kill((host.run_for(ms), host.start()));
    VirtualProvider& living = host.start();
    host.run_for(ms);
    host.hang(primary);
    host.run_for(86'400 * second);
    host.wake(primary);
    host.run_for(6 * second);
    EXPECT_EQ(primary.role(), Role::primary);
    EXPECT_EQ(living.role(), Role::secondary);
    ASSERT_FALSE(primary.events.empty());
    host.hang(living);
    host.run_for(60 * second);
    EXPECT_EQ(primary.machine.next_deadline_us(), never_us);
}

TEST_F(Lease, unknown_secondary_is_told_to_register_again_by_its_heartbeat) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    host.hang(secondary);
    host.run_for(61 * second);
    ASSERT_EQ(primary.count(Counter::expirations), 1U);
    host.wake(secondary);
    host.run_for(ms);
    const auto acks = host.sent_of_type(MessageType::provider_heartbeat_ack);
    ASSERT_FALSE(acks.empty());
    EXPECT_EQ(read<wire::HeartbeatAck>(acks.back().bytes).result,
              wire::HeartbeatResult::register_again);
    EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), 2U);
    EXPECT_EQ(secondary.count(ProviderEventType::role_changed), 1U) << "the primary is the same";
}

TEST_F(Lease, lost_heartbeat_is_repeated_and_the_lease_holds) {
    let_primary_be_trusted();
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    int lost = 0;
    host.loses = [&](const Datagram& each) {
        return each.type() == MessageType::provider_heartbeat && lost++ < 6;
    };
    host.run_for(20 * second);
    EXPECT_EQ(host.count_sent(MessageType::provider_heartbeat), 7U);
    EXPECT_EQ(primary.count(Counter::heartbeats), 1U);
    EXPECT_EQ(secondary.port_tries_us.size(), 1U + 6U) << "each repetition tries the port";
    EXPECT_EQ(secondary.role(), Role::secondary);
    EXPECT_EQ(secondary.count(ProviderEventType::primary_silent), 1U);
    host.run_for(100 * second);
    EXPECT_EQ(primary.count(Counter::expirations), 0U);
}

TEST_F(Lease, secondary_of_a_dead_primary_takes_over_with_its_first_repeated_heartbeat) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start();
    host.run_for(ms);
    host.kill(primary);
    host.run_for(30 * second + 50 * ms);
    EXPECT_EQ(secondary.role(), Role::primary);
    EXPECT_EQ(secondary.count(ProviderEventType::primary_silent), 0U);
}

TEST_F(Lease, hung_primary_is_reported_and_followed_again_when_it_wakes) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    host.hang(primary);
    host.run_for(32 * second);
    ASSERT_EQ(secondary.count(ProviderEventType::primary_silent), 1U);
    EXPECT_EQ(secondary.events.back().peer, primary.id());
    EXPECT_EQ(secondary.role(), Role::secondary);
    host.run_for(120 * second);
    EXPECT_LE(secondary.count(ProviderEventType::primary_silent), 3U);
    EXPECT_EQ(secondary.count(ProviderEventType::port_held_by_stranger), 0U);
    host.wake(primary);
    host.run_for(10 * second);
    EXPECT_EQ(secondary.role(), Role::secondary);
    EXPECT_EQ(secondary.count(ProviderEventType::role_changed), 1U);
}

TEST_F(Lease, heartbeat_is_repeated_endlessly_while_the_primary_hangs) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    host.hang(primary);
    host.run_for(60 * second);
    host.sent.clear();
    host.run_for(3600 * second);
    const auto beats = host.sent_of_type(MessageType::provider_heartbeat);
    EXPECT_EQ(host.sent.size(), beats.size()) << "nothing else is sent";
    EXPECT_GE(beats.size(), 720U) << "at least every 5 seconds";
    EXPECT_LE(beats.size(), 961U) << "up to a quarter sooner";
    std::set<std::uint64_t> transactions;
    for (const Datagram& each : beats) {
        EXPECT_EQ(each.from, secondary.control);
        transactions.insert(read<wire::Heartbeat>(each.bytes).transaction);
    }
    EXPECT_EQ(transactions.size(), 1U);
}

TEST_F(Lease, primary_that_hangs_during_a_registration_is_reported_and_then_looked_for) {
    VirtualProvider& primary = host.start();
    VirtualProvider& registered = host.start();
    host.run_for(ms);
    VirtualProvider& late = host.start();
    host.loses = [](const Datagram& each) {
        return each.type() == MessageType::provider_registration;
    };
    host.run_for(ms);
    host.hang(primary);
    ASSERT_EQ(host.add(registered, service("new")), ServiceError::none);
    host.run_for(2 * second);
    for (VirtualProvider* each : {&registered, &late}) {
        EXPECT_EQ(each->count(ProviderEventType::port_held_by_stranger), 0U);
        ASSERT_EQ(each->count(ProviderEventType::primary_silent), 1U);
        EXPECT_EQ(each->events.back().peer, primary.id());
    }
    host.loses = [](const Datagram&) { return false; };
    host.wake(primary);
    host.run_for(1500 * ms);
    EXPECT_EQ(registered.role(), Role::secondary);
    EXPECT_EQ(late.role(), Role::secondary);
}

/// Without takeovers; takeover_test.cc covers hangs with a deputy.
TEST_F(Lease, woken_primary_ends_no_lease_of_a_secondary_that_sends_its_next_heartbeat_in_time) {
    VirtualProvider& primary = host.start();
    std::vector<VirtualProvider*> secondaries;
    for (int i = 0; i < 20; ++i) secondaries.push_back(&host.start({service("a")}));
    host.run_for(second);
    host.hang(primary);
    // Lose the heartbeats of that hour, as a full receive buffer does.
    host.loses = [](const Datagram& each) {
        return each.type() == MessageType::provider_heartbeat;
    };
    host.run_for(3600 * second);
    host.kill(*secondaries.back());
    host.loses = [](const Datagram&) { return false; };
    const TimeUs woken_us = host.now_us;
    host.wake(primary);
    EXPECT_EQ(primary.count(Counter::expirations), 0U);
    host.run_for(35 * second - 1);
    EXPECT_EQ(primary.count(Counter::expirations), 0U)
        << "each secondary sends a heartbeat or repeats one within that time";
    EXPECT_EQ(primary.machine.next_deadline_us(), woken_us + 35 * second);
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::expirations), 1U) << "the dead secondary is gone";
    EXPECT_EQ(primary.events.back().peer, secondaries.back()->id());
    host.run_for(100 * second);
    EXPECT_EQ(primary.count(Counter::expirations), 1U);
    EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), 20U);
}

TEST_F(Lease, primary_that_runs_a_little_late_still_ends_leases_in_time) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start();
    host.run_for(ms);
    const TimeUs registered_us =
        host.sent_of_type(MessageType::provider_registration_ack).front().sent_us;
    host.kill(secondary);
    host.hang(primary);
    host.run_until(registered_us + 60 * second + 999 * ms);
    host.wake(primary);
    EXPECT_EQ(primary.count(Counter::expirations), 1U);
}

TEST_F(Lease, only_the_address_that_registered_may_renew_or_end_its_registration) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    host.kill(secondary);
    host.sent.clear();
    const Endpoint other = endpoint("127.0.0.1", 12345);
    const wire::Identity identity{7, secondary.id()};
    host.run_for(30 * second);
    host.send_to_port(other, bytes_of(MessageType::provider_heartbeat, identity));
    host.send_to_port(other, bytes_of(MessageType::provider_unregistration, identity));
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::drop_not_registrant), 1U);
    ASSERT_EQ(host.sent.size(), 1U) << "the sender is not registered";
    EXPECT_EQ(read<wire::HeartbeatAck>(host.sent[0].bytes).result,
              wire::HeartbeatResult::register_again);
    EXPECT_EQ(primary.count(Counter::unregistrations), 0U);
    EXPECT_EQ(primary.count(Counter::heartbeats), 0U);
    host.send_to_port(other, bytes_of(wire::Registration{
                                 7, secondary.id(), 1, wire::Registration::no_user, {}, {}}));
    host.run_for(30 * second);
    EXPECT_EQ(primary.count(Counter::expirations), 1U)
        << "the other address did not renew the lease";
}

TEST_F(Lease, unregistration_without_a_registration_is_dropped) {
    VirtualProvider& primary = host.start();
    host.send_to_port(endpoint("127.0.0.1", 12345),
                      bytes_of(MessageType::provider_unregistration, {7, id_of(9)}));
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::drop_not_registrant), 1U);
    EXPECT_EQ(primary.count(ProviderEventType::secondary_left), 0U);
}

TEST_F(Lease, unexpected_heartbeat_ack_is_dropped) {
    host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    const std::uint64_t dropped = secondary.count(Counter::drop_unexpected);
    host.send_to_control(
        secondary, port_on_loopback,
        bytes_of(wire::HeartbeatAck{1, id_of(1), wire::HeartbeatResult::register_again}));
    host.run_for(ms);
    EXPECT_EQ(secondary.count(Counter::drop_unexpected), dropped + 1);
    EXPECT_EQ(host.count_sent(MessageType::provider_registration), 1U);
}

TEST_F(Lease, heartbeat_ack_of_another_primary_makes_the_secondary_register_again) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start();
    host.run_for(ms);
    const auto& lost = MessageType::provider_heartbeat;
    host.loses = [&](const Datagram& each) { return each.type() == lost; };
    while (host.count_sent(lost) == 0) host.run_for(100 * ms);
    const auto beat = read<wire::Heartbeat>(host.sent_of_type(lost).back().bytes);
    host.sent.clear();
    host.send_to_control(
        secondary, port_on_loopback,
        bytes_of(wire::HeartbeatAck{beat.transaction, id_of(99), wire::HeartbeatResult::known}));
    host.run_for(10 * ms);
    EXPECT_EQ(host.count_sent(MessageType::provider_registration), 1U);
    EXPECT_EQ(primary.count(Counter::registrations), 2U);
}

TEST_F(Lease, full_registry_refuses_a_provider_and_registers_it_when_there_is_room) {
    // Without known users, all secondaries count for one user.
    host.tells_users = false;
    VirtualProvider& primary = host.start();
    for (std::uint32_t i = 0; i < limits::user_secondaries_max; ++i) {
        const auto port = static_cast<std::uint16_t>(10'000 + i);
        host.send_to_port(endpoint("127.0.0.1", port),
                          bytes_of(wire::Registration{
                              i, id_of(100'000 + i), i, wire::Registration::no_user, {}, {}}));
    }
    host.run_for(ms);
    ASSERT_EQ(primary.count(Counter::registrations), limits::user_secondaries_max);
    host.sent.clear();

    VirtualProvider& late = host.start({service("a")});
    host.run_for(12 * second);
    EXPECT_EQ(late.role(), Role::none);
    EXPECT_EQ(primary.count(Counter::drop_registry_full), 3U) << "one every 5 s";
    EXPECT_EQ(late.count(ProviderEventType::registration_refused), 1U) << "one a minute";
    EXPECT_EQ(late.events.back().peer, primary.id());
    const auto acks = host.sent_of_type(MessageType::provider_registration_ack);
    EXPECT_EQ(read<wire::RegistrationAck>(acks.back().bytes).result,
              wire::RegistrationResult::registry_full);

    host.send_to_port(endpoint("127.0.0.1", 10'001),
                      bytes_of(MessageType::provider_unregistration, {7, id_of(100'001)}));
    host.run_for(5 * second);
    EXPECT_EQ(late.role(), Role::secondary);
}

}  // namespace
}  // namespace mpdisc::test
