// SPDX-License-Identifier: MIT
//
// Providers that end without a message. The end of a process is a suspicion; a refused datagram is
// the proof. If the system reports neither, the lease decides.
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

/// A primary and 100 secondaries that cannot take over.
class ProviderEndTest : public TakeoverTest {
   protected:
    ProviderEndTest() {
        for (int i = 0; i < 100; ++i) {
            secondaries.push_back(&hosts.start({service("s" + std::to_string(i))}));
        }
        hosts.run_for(3 * second);
        hosts.sent.clear();
    }

    /// Checks that all living secondaries have registered with the holder of the port.
    void expect_all_registered() {
        const VirtualProvider* const now_primary = hosts.port_holder();
        ASSERT_NE(now_primary, nullptr);
        for (VirtualProvider* each : secondaries) {
            if (!each->alive || each == now_primary) continue;
            EXPECT_EQ(each->role(), Role::secondary);
            EXPECT_EQ(last_primary_of(*each), now_primary->id());
        }
    }
    Names found() {
        VirtualClient& asker = hosts.client(endpoint("192.0.2.77", 5000));
        asker.received.clear();
        hosts.broadcast_to_port(asker.endpoint, bytes_of(request(++transaction)));
        hosts.run_for(ms);
        Names names;
        for (const Datagram& each : asker.received) {
            const auto advertisement = read<wire::Advertisement>(each.bytes);
            const auto more = names_in(advertisement.services);
            names.insert(more.begin(), more.end());
            matching = advertisement.roster.matching;
        }
        return names;
    }

    VirtualHost hosts;
    VirtualProvider& first = hosts.start({service("p")});
    std::vector<VirtualProvider*> secondaries;
    std::uint32_t matching = 0;
};

TEST_F(ProviderEndTest,
       all_try_the_port_and_register_with_its_new_holder_when_the_primarys_process_ends) {
    hosts.kill(first);
    hosts.run_for(ms);
    for (VirtualProvider* each : secondaries) EXPECT_EQ(each->port_tries_us.size(), 2U);
    expect_all_registered();
    EXPECT_EQ(hosts.count_sent(MessageType::provider_discovery_request), 0U);
    EXPECT_EQ(hosts.count_sent(MessageType::provider_registration), 99U);
    EXPECT_EQ(found().size(), 100U);
    EXPECT_EQ(matching, 100U);
}

TEST_F(ProviderEndTest, refused_heartbeat_reveals_the_primarys_death) {
    hosts.has_process_watch = false;
    for (VirtualProvider* each : secondaries) each->watched.clear();
    hosts.kill(first);
    hosts.run_for(limits::primary_check_ms * ms);
    expect_all_registered();
    EXPECT_EQ(found().size(), 100U);
    // The first secondary with a refused heartbeat gets the port. It tells the next ones to
    // register.
    EXPECT_EQ(hosts.count_sent(MessageType::provider_discovery_request), 0U);
    const auto acks = hosts.sent_of_type(MessageType::provider_heartbeat_ack);
    EXPECT_EQ(acks.size(), 99U);
    const auto beats = hosts.sent_of_type(MessageType::provider_heartbeat);
    EXPECT_EQ(beats.size(), 100U) << "no heartbeat was repeated";
}

TEST_F(ProviderEndTest, silence_reveals_a_primarys_death_that_the_system_does_not_report) {
    hosts.has_process_watch = false;
    hosts.has_refusals = false;
    for (VirtualProvider* each : secondaries) each->watched.clear();
    hosts.kill(first);
    hosts.run_for(30 * second + 50 * ms);
    expect_all_registered();
    EXPECT_EQ(found().size(), 100U);
}

TEST_F(ProviderEndTest, dead_secondaries_are_removed_at_once) {
    for (std::size_t i = 0; i < 50; ++i) hosts.kill(*secondaries[i]);
    hosts.run_for(ms);
    EXPECT_EQ(first.count(Counter::deaths), 50U);
    EXPECT_EQ(first.count(ProviderEventType::secondary_died), 50U);
    EXPECT_EQ(first.count(Counter::expirations), 0U);
    EXPECT_EQ(hosts.count_sent(MessageType::primary_change), 50U) << "only the dead were asked";
    EXPECT_EQ(found().size(), 51U);
    EXPECT_EQ(matching, 51U);
    EXPECT_EQ(first.watched.size(), 50U);
    hosts.run_for(100 * second);
    EXPECT_EQ(matching, 51U);
    EXPECT_EQ(first.count(Counter::expirations), 0U);
}

TEST_F(ProviderEndTest, refused_notifications_reveal_dead_secondaries) {
    hosts.has_process_watch = false;
    first.watched.clear();
    hosts.kill(*secondaries[0]);
    hosts.kill(*secondaries[1]);
    hosts.run_for(ms);
    EXPECT_EQ(first.count(Counter::deaths), 0U);
    EXPECT_EQ(found().size(), 99U);
    EXPECT_EQ(matching, 101U) << "the primary did not know yet";
    EXPECT_EQ(first.count(Counter::deaths), 2U);
    EXPECT_EQ(found().size(), 99U);
    EXPECT_EQ(matching, 99U);
}

TEST_F(ProviderEndTest, lease_removes_dead_secondaries_that_the_system_does_not_report) {
    hosts.has_process_watch = false;
    hosts.has_refusals = false;
    first.watched.clear();
    hosts.kill(*secondaries[0]);
    hosts.run_for(60 * second);
    EXPECT_EQ(first.count(Counter::deaths), 0U);
    EXPECT_EQ(first.count(Counter::expirations), 1U);
    EXPECT_EQ(found().size(), 100U);
    EXPECT_EQ(matching, 100U);
}

TEST_F(ProviderEndTest, false_process_id_of_a_secondary_removes_no_provider) {
    VirtualProvider& liar = hosts.start({service("liar")});
    liar.process_id = 77;  // it runs in another pid namespace
    hosts.run_for(100 * second);
    EXPECT_EQ(first.count(Counter::deaths), 0U);
    EXPECT_EQ(liar.role(), Role::secondary);
    EXPECT_EQ(hosts.count_sent(MessageType::primary_change), 1U) << "it was asked once";
    EXPECT_EQ(found().count("liar"), 1U);
    ASSERT_EQ(hosts.add(liar, service("more")), ServiceError::none);
    hosts.run_for(ms);
    EXPECT_EQ(hosts.count_sent(MessageType::primary_change), 1U)
        << "the watch is not believed again";

    hosts.kill(liar);
    hosts.run_for(61 * second);
    EXPECT_EQ(found().count("liar"), 0U);
    EXPECT_EQ(matching, 101U);
}

TEST_F(ProviderEndTest, false_process_id_of_the_primary_is_believed_once) {
    VirtualHost host_of_liar;
    VirtualProvider& liar = host_of_liar.start();
    liar.process_id = 77;
    VirtualProvider& secondary = host_of_liar.start({service("a")});
    host_of_liar.run_for(ms);
    EXPECT_EQ(secondary.port_tries_us.size(), 2U) << "the report may be true";
    EXPECT_EQ(liar.count(Counter::registrations), 2U);
    host_of_liar.run_for(100 * second);
    EXPECT_EQ(secondary.port_tries_us.size(), 2U);
    EXPECT_EQ(liar.count(Counter::registrations), 2U);
    EXPECT_TRUE(secondary.watched.empty());
    ASSERT_EQ(host_of_liar.add(secondary, service("more")), ServiceError::none);
    host_of_liar.run_for(second);
    EXPECT_EQ(secondary.port_tries_us.size(), 2U);
    EXPECT_TRUE(secondary.watched.empty());

    host_of_liar.stop(liar);
    host_of_liar.run_for(ms);
    VirtualProvider& next = host_of_liar.start();
    host_of_liar.run_for(ms);
    EXPECT_EQ(secondary.role(), Role::primary);
    EXPECT_EQ(secondary.watched.count(next.process_id), 1U);
}

TEST_F(ProviderEndTest, secondaries_watch_the_primary_and_the_primary_watches_its_secondaries) {
    const std::uint32_t process_of_first = first.process_id;
    for (VirtualProvider* each : secondaries) {
        EXPECT_EQ(each->watched, std::multiset<std::uint32_t>{process_of_first});
    }
    EXPECT_EQ(first.watched.size(), 100U);
    for (std::size_t i = 0; i < 10; ++i) hosts.leave(*secondaries[i]);
    hosts.run_for(ms);
    EXPECT_EQ(first.watched.size(), 90U) << "a provider that left is no longer watched";
    for (std::size_t i = 0; i < 10; ++i) hosts.kill(*secondaries[i]);
    hosts.stop(first);
    hosts.run_for(ms);
    const VirtualProvider* const next = hosts.port_holder();
    for (VirtualProvider* each : secondaries) {
        if (!each->alive) continue;
        if (each == next) {
            EXPECT_EQ(each->watched.size(), 89U);
            EXPECT_EQ(each->watched.count(process_of_first), 0U);
        } else {
            EXPECT_EQ(each->watched, std::multiset<std::uint32_t>{next->process_id});
        }
    }
}

/// Two providers in one process.
TEST_F(ProviderEndTest, end_of_a_process_removes_all_its_providers) {
    core::ProviderConfig config = hosts.next_config();
    config.process_id = 5000;
    VirtualProvider& one = hosts.start(config, {service("one")});
    config = hosts.next_config();
    config.process_id = 5000;
    VirtualProvider& two = hosts.start(config, {service("two")});
    hosts.run_for(ms);
    ASSERT_EQ(found().size(), 103U);
    hosts.kill(one);
    hosts.kill(two);
    hosts.run_for(ms);
    EXPECT_EQ(first.count(Counter::deaths), 2U);
}

TEST_F(ProviderEndTest, new_provider_at_the_same_address_replaces_the_former_one) {
    const Endpoint at = endpoint("127.0.0.1", 12345);
    hosts.client(at);
    const Bytes services = encoded({service("twin")});
    for (const std::uint32_t number : {901U, 902U}) {
        hosts.send_to_port(at, bytes_of(wire::Registration{number,
                                                           id_of(number),
                                                           first.process_id,
                                                           wire::Registration::no_user,
                                                           {},
                                                           wire::ServiceList(services)}));
        hosts.run_for(ms);
    }
    EXPECT_EQ(peers_of(first, ProviderEventType::secondary_died),
              std::vector<ProviderId>{id_of(901)});
    EXPECT_EQ(first.count(Counter::deaths), 1U);
    EXPECT_EQ(peers_of(first, ProviderEventType::secondary_registered).back(), id_of(902));
    (void)found();
    EXPECT_EQ(matching, 102U);
    hosts.send_to_port(at, bytes_of(wire::Heartbeat{5, id_of(901), false, 0}));
    hosts.run_for(ms);
    const Datagram& answer = hosts.client(at).received.back();
    EXPECT_EQ(read<wire::HeartbeatAck>(answer.bytes).result, wire::HeartbeatResult::register_again);
}

TEST_F(ProviderEndTest, refusals_and_ends_of_unrelated_peers_are_ignored) {
    VirtualProvider& secondary = *secondaries[0];
    hosts.sent.clear();
    const std::size_t tries = secondary.port_tries_us.size();
    secondary.machine.refused(hosts.now_us, endpoint("127.0.0.1", 12345));
    secondary.machine.process_ended(hosts.now_us, 12345);
    first.machine.refused(hosts.now_us, endpoint("127.0.0.1", 12345));
    first.machine.process_ended(hosts.now_us, 12345);
    hosts.run_for(ms);
    EXPECT_TRUE(hosts.sent.empty());
    EXPECT_EQ(secondary.port_tries_us.size(), tries);
    EXPECT_EQ(first.count(Counter::deaths), 0U);
}

// --- Hosts with a deputy ---

using DeputyEndTest = TakeoverTest;

TEST_F(DeputyEndTest, deputy_notices_the_primarys_death_within_a_second_and_tells_the_others) {
    for (const bool has_refusals : {true, false}) {
        SCOPED_TRACE(has_refusals);
        VirtualHost other;
        other.user_id = user;
        other.has_process_watch = false;
        other.has_refusals = has_refusals;
        VirtualProvider& first = other.start({service("p")});
        VirtualProvider& deputy_of_other = other.start({service("d")});
        std::vector<VirtualProvider*> secondaries;
        for (int i = 0; i < 50; ++i) secondaries.push_back(&other.start({service("s")}));
        other.run_for(3 * second);
        other.kill(first);
        // Without refusals the deputy repeats its heartbeat; each repetition tries the port.
        other.run_for(has_refusals ? second + ms : 2 * second + ms);
        EXPECT_EQ(deputy_of_other.role(), Role::primary);
        EXPECT_TRUE(deputy_of_other.takeover_tries_us.empty());
        other.run_for(51 * ms);
        for (VirtualProvider* each : secondaries) expect_secondary_of(deputy_of_other, {each});
        EXPECT_EQ(deputy_of_other.count(Counter::takeovers), 0U);
    }
}

TEST_F(DeputyEndTest, deputy_without_the_port_tells_the_others_of_its_new_holder) {
    host.has_process_watch = false;
    host.has_refusals = false;
    VirtualProvider& fourth = start_one("f");
    host.run_for(second);
    for (VirtualProvider* each : {&deputy, &third, &fourth}) each->watched.clear();
    host.kill(primary);
    host.send_to_control(third, endpoint("127.0.0.1", 12345),
                         bytes_of(wire::PrimaryChange{1, id_of(77), wire::Change::leaving}));
    host.run_for(ms);
    ASSERT_EQ(third.role(), Role::primary);
    host.sent.clear();
    host.run_for(1100 * ms);
    expect_secondary_of(third, {&deputy, &fourth});
    for (const Datagram& each : host.sent_of_type(MessageType::primary_change)) {
        const auto change = read<wire::PrimaryChange>(each.bytes);
        EXPECT_EQ(change.provider, third.id()) << "the deputy names the new primary";
        EXPECT_EQ(change.change, wire::Change::present);
    }
    EXPECT_EQ(names_found(), (Names{"d", "t", "f"}));
}

TEST_F(DeputyEndTest, deputy_that_gets_the_port_calls_secondaries_whose_watch_failed) {
    VirtualProvider& fourth = start_one("f");
    host.run_for(second);
    third.watched.clear();
    fourth.watched.clear();
    host.kill(primary);
    host.run_for(ms);
    ASSERT_EQ(deputy.role(), Role::primary);
    EXPECT_EQ(names_found(), Names{"d"});
    host.run_for(50 * ms);
    expect_secondary_of(deputy, {&third, &fourth});
    EXPECT_EQ(names_found(), (Names{"d", "t", "f"}));
    host.sent.clear();
    host.run_for(10 * second);
    EXPECT_EQ(host.count_sent(MessageType::primary_change), 0U);
}

TEST_F(DeputyEndTest, deputy_stops_calling_dead_secondaries_once_a_call_is_refused) {
    third.watched.clear();
    host.kill(primary);
    host.kill(third);
    host.run_for(100 * ms);
    ASSERT_EQ(deputy.role(), Role::primary);
    host.sent.clear();
    host.run_for(10 * second);
    EXPECT_EQ(host.count_sent(MessageType::primary_change), 0U);
}

TEST_F(DeputyEndTest, dead_deputy_is_replaced_at_once) {
    host.kill(deputy);
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::deaths), 1U);
    EXPECT_EQ(peers_of(primary, ProviderEventType::deputy_appointed),
              (std::vector<ProviderId>{deputy.id(), third.id()}));
    host.hang(primary);
    EXPECT_NE(time_until_primary(third, 4 * second), never_us);
}

}  // namespace
}  // namespace mpdisc::test
