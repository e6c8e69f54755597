// SPDX-License-Identifier: MIT
//
// A deputy takes over the port from a primary that hangs.
#include "tests/unit/core/takeover_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

TEST_F(TakeoverTest, happens_three_to_four_seconds_after_the_primary_hangs) {
    for (TimeUs wait_us = 0; wait_us < second; wait_us += 90 * ms) {
        SCOPED_TRACE(wait_us);
        VirtualHost other;
        other.user_id = user;
        VirtualProvider& first = other.start({service("p")});
        VirtualProvider& deputy_of_other = other.start({service("d")});
        other.run_for(5 * second + wait_us);
        const TimeUs answered_us =
            other.sent_of_type(MessageType::provider_heartbeat_ack).back().sent_us;
        other.sent.clear();
        other.hang(first);
        const TimeUs hung_us = other.now_us;
        while (deputy_of_other.role() != Role::primary && other.now_us < hung_us + 10 * second) {
            other.run_for(ms);
        }
        EXPECT_GE(other.now_us, answered_us + 3 * second);
        EXPECT_LE(other.now_us, hung_us + 4 * second);
        EXPECT_GE(other.count_sent(MessageType::provider_heartbeat), 3U);
        EXPECT_EQ(deputy_of_other.takeover_tries_us.size(), 1U);
    }
}

TEST_F(TakeoverTest, happens_half_a_second_after_the_third_of_three_heartbeats_a_second_apart) {
    host.run_for(5 * second);
    host.hang(primary);
    host.sent.clear();
    while (deputy.role() != Role::primary) host.run_for(ms);
    const TimeUs took_over_us = host.now_us;
    std::vector<TimeUs> sent_us;
    std::set<std::uint64_t> transactions;
    for (const Datagram& each : host.sent_of_type(MessageType::provider_heartbeat)) {
        if (each.from != deputy.control || each.to.port != VirtualHost::port) continue;
        sent_us.push_back(each.sent_us);
        transactions.insert(read<wire::Heartbeat>(each.bytes).transaction);
    }
    // The primary may still have answered the first of them.
    ASSERT_GE(sent_us.size(), 3U);
    const TimeUs third_us = sent_us.back();
    EXPECT_EQ(sent_us[sent_us.size() - 2], third_us - second);
    EXPECT_EQ(sent_us[sent_us.size() - 3], third_us - 2 * second);
    EXPECT_GE(took_over_us, third_us + 500 * ms);
    EXPECT_LE(took_over_us, third_us + 501 * ms);
    EXPECT_EQ(transactions.size(), sent_us.size() - 2) << "repetitions keep their transaction";
}

TEST_F(TakeoverTest, is_told_to_the_others_and_they_register_at_once) {
    std::vector<VirtualProvider*> others;
    for (int i = 0; i < 100; ++i) others.push_back(&start_one("o" + std::to_string(i)));
    host.run_for(second);
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.sent.clear();
    host.run_for(ms);
    expect_secondary_of(deputy, {&third});
    for (VirtualProvider* each : others) expect_secondary_of(deputy, {each});
    EXPECT_EQ(host.count_sent(MessageType::provider_discovery_request), 0U);
    EXPECT_EQ(names_found().size(), 102U) << "all except the hung primary";
    EXPECT_EQ(deputy.count(Counter::takeovers), 1U);
    EXPECT_EQ(peers_of(deputy, ProviderEventType::took_over),
              std::vector<ProviderId>{primary.id()});
    EXPECT_EQ(deputy.count(ProviderEventType::port_held_by_stranger), 0U);
}

/// Only the primary knows these secondaries, and it hangs before it can tell the deputy.
TEST_F(TakeoverTest, is_told_to_secondaries_that_registered_just_before_the_hang) {
    VirtualProvider& last_but_one = start_one("y");
    host.run_for(20 * ms);
    VirtualProvider& last = start_one("z");
    while (last.role() != Role::secondary) host.run_for(1);
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.run_for(ms);
    expect_secondary_of(deputy, {&third, &last_but_one, &last});
}

TEST_F(TakeoverTest, appoints_the_next_deputy) {
    host.hang(primary);
    host.run_for(5 * second);
    EXPECT_EQ(peers_of(deputy, ProviderEventType::deputy_appointed),
              std::vector<ProviderId>{third.id()});
    host.sent.clear();
    host.run_for(10 * second);
    EXPECT_GE(host.count_sent(MessageType::provider_heartbeat), 10U);
}

TEST_F(TakeoverTest, is_noticed_by_the_hung_primary_when_it_wakes) {
    host.hang(primary);
    host.run_for(30 * second);
    ASSERT_EQ(deputy.role(), Role::primary);
    EXPECT_EQ(names_found(), (Names{"d", "t"}));
    // The same requests wait in the hung primary's own socket, too.
    host.wake(primary);
    host.run_for(ms);
    EXPECT_EQ(names_received(), (Names{"d", "t"})) << "requests during the hang were answered";
    EXPECT_EQ(primary.count(Counter::answers), 0U);
    EXPECT_FALSE(host.port_table.is_held_by(primary));
    expect_secondary_of(deputy, {&primary, &third});
    EXPECT_EQ(peers_of(primary, ProviderEventType::superseded),
              std::vector<ProviderId>{deputy.id()});
    EXPECT_TRUE(primary.watched.count(third.process_id) == 0)
        << "only a primary watches secondaries";
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
    host.run_for(100 * second);
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
    EXPECT_EQ(deputy.count(ProviderEventType::role_changed), 2U);
}

TEST_F(TakeoverTest, discards_the_hung_primarys_delayed_answers) {
    wire::Request spread = request(1);
    spread.window_ms = limits::window_ms_max;
    for (spread.attempt = 1; spread.attempt <= 30; ++spread.attempt) {
        host.broadcast_to_port(client.endpoint, bytes_of(spread));
    }
    host.run_for(ms);
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.wake(primary);
    host.run_for(ms);
    ASSERT_EQ(primary.role(), Role::secondary);
    const std::size_t answered = client.received.size();
    ASSERT_LT(answered, 90U) << "some answers still wait";
    host.run_for(5 * second);
    for (std::size_t n = answered; n < client.received.size(); ++n) {
        EXPECT_NE(client.received[n].sender, &primary);
    }
}

TEST_F(TakeoverTest, is_told_every_second_while_its_messages_are_lost) {
    host.loses = [&](const Datagram& each) { return each.to == primary.control; };
    host.hang(primary);
    host.run_for(20 * second);
    ASSERT_EQ(deputy.role(), Role::primary);
    host.loses = [](const Datagram&) { return false; };
    host.wake(primary);
    host.run_for(second + ms);
    expect_secondary_of(deputy, {&primary, &third});
    host.sent.clear();
    host.run_for(10 * second);
    EXPECT_EQ(host.count_sent(MessageType::primary_change), 0U)
        << "no provider is missing any more";
}

TEST_F(TakeoverTest,
       is_told_to_missing_secondaries_for_one_lease_and_to_the_hung_primary_endlessly) {
    host.hang(primary);
    host.hang(third);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.sent.clear();
    host.run_for(100 * second);
    const auto calls_to = [&](const VirtualProvider& provider) {
        const auto all = host.sent_of_type(MessageType::primary_change);
        return std::count_if(all.begin(), all.end(),
                             [&](const Datagram& each) { return each.to == provider.control; });
    };
    EXPECT_NEAR(static_cast<double>(calls_to(third)), 60, 1);
    EXPECT_NEAR(static_cast<double>(calls_to(primary)), 100, 1);
    host.kill(primary);
    host.run_for(2 * second);
    host.sent.clear();
    host.run_for(10 * second);
    EXPECT_EQ(calls_to(primary), 0) << "the system reports its end";
}

TEST_F(TakeoverTest, does_not_happen_after_two_lost_heartbeats) {
    int lost = 0;
    host.loses = [&](const Datagram& each) {
        return each.type() == MessageType::provider_heartbeat && lost++ < 2;
    };
    host.run_for(20 * second);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    EXPECT_EQ(deputy.role(), Role::secondary);
}

TEST_F(TakeoverTest, refusal_is_reported_once_a_minute_and_the_takeover_is_tried_again) {
    host.port_table.allows_takeover = false;
    host.hang(primary);
    host.run_for(60 * second);
    EXPECT_EQ(deputy.role(), Role::secondary);
    EXPECT_EQ(peers_of(deputy, ProviderEventType::takeover_refused),
              std::vector<ProviderId>{primary.id()});
    EXPECT_GE(deputy.takeover_tries_us.size(), 10U);
    host.run_for(60 * second);
    EXPECT_EQ(deputy.count(ProviderEventType::takeover_refused), 2U);
    EXPECT_LE(deputy.count(ProviderEventType::primary_silent), 2U);
    host.wake(primary);
    host.run_for(10 * second);
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
    EXPECT_EQ(deputy.role(), Role::secondary);
    EXPECT_EQ(primary.role(), Role::primary);
}

TEST_F(TakeoverTest, succeeds_after_refusals_once_the_system_allows_it) {
    host.port_table.allows_takeover = false;
    host.hang(primary);
    host.run_for(20 * second);
    host.port_table.allows_takeover = true;
    EXPECT_NE(time_until_primary(deputy, second), never_us);
}

TEST_F(TakeoverTest, does_not_happen_at_once_if_the_deputy_slept_too) {
    for (const TimeUs hung_before_us : std::vector<TimeUs>{0, second, 2900 * ms}) {
        SCOPED_TRACE(hung_before_us);
        host.hang(primary);
        host.run_for(hung_before_us);
        host.hang(deputy);
        host.run_for(60 * second);
        host.wake(deputy);
        host.run_for(2900 * ms);
        EXPECT_EQ(deputy.role(), Role::secondary) << "the primary may wake, too";
        host.wake(primary);
        host.run_for(10 * second);
        EXPECT_EQ(primary.role(), Role::primary);
        EXPECT_TRUE(deputy.takeover_tries_us.empty());
        expect_secondary_of(primary, {&deputy, &third});
    }
}

/// Each change makes the deputy register again.
TEST_F(TakeoverTest, happens_while_the_deputys_services_change_ten_times_a_second) {
    host.hang(primary);
    for (int n = 0; n < 25; ++n) {
        ASSERT_EQ(host.add(deputy, service("new")), ServiceError::none);
        host.run_for(100 * ms);
        ASSERT_EQ(host.remove(deputy, "new", "_http._tcp"), ServiceError::none);
        host.run_for(100 * ms);
    }
    EXPECT_EQ(deputy.role(), Role::primary);
    EXPECT_EQ(names_found(), (Names{"d", "t"}));
}

TEST_F(TakeoverTest, happens_after_a_sleep_if_only_the_deputy_wakes) {
    host.hang(primary);
    host.hang(deputy);
    host.run_for(60 * second);
    host.wake(deputy);
    const TimeUs time_us = time_until_primary(deputy, 5 * second);
    EXPECT_GE(time_us, 3 * second);
    EXPECT_LE(time_us, 4 * second);
}

TEST_F(TakeoverTest, can_follow_another_takeover) {
    host.hang(primary);
    host.run_for(10 * second);
    ASSERT_EQ(deputy.role(), Role::primary);
    host.hang(deputy);
    EXPECT_NE(time_until_primary(third, 4 * second), never_us);
    host.run_for(ms);
    EXPECT_EQ(names_found(), Names{"t"});
    // In this order the first primary learns it from its own former deputy.
    host.wake(primary);
    host.run_for(10 * ms);
    host.wake(deputy);
    host.run_for(10 * ms);
    expect_secondary_of(third, {&primary, &deputy});
    EXPECT_EQ(host.port_table.holders().size(), 1U);
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
}

TEST_F(TakeoverTest, second_takeover_is_told_to_the_first_primary_that_still_hangs) {
    const auto is_broadcast = [](const Datagram& each) {
        return each.is_to_all && each.type() == MessageType::primary_change;
    };
    host.loses = [&](const Datagram& each) {
        return each.to == primary.control || is_broadcast(each);
    };
    host.hang(primary);
    host.run_for(10 * second);
    host.hang(deputy);
    ASSERT_NE(time_until_primary(third, 4 * second), never_us);
    host.loses = is_broadcast;
    host.wake(primary);
    host.run_for(second + ms);
    expect_secondary_of(third, {&primary});
}

/// The new primary renews its hold on the port when one of several hung primaries has left it.
TEST_F(TakeoverTest, new_primary_steps_down_if_it_cannot_renew_the_port) {
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.run_for(second);
    host.hang(deputy);
    ASSERT_NE(time_until_primary(third, 4 * second), never_us);
    host.port_table.refuses_renewal = true;
    host.wake(deputy);
    host.run_for(2 * second);
    EXPECT_EQ(third.renewals_us.size(), 1U);
    EXPECT_EQ(third.role(), Role::none) << "requests now go to the hung primary";
    EXPECT_GE(third.port_tries_us.back(), third.renewals_us.back());
    EXPECT_GE(deputy.port_tries_us.back(), third.renewals_us.back()) << "it is told of the change";
    host.wake(primary);
    host.run_for(2 * second);
    expect_secondary_of(primary, {&deputy, &third});
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
}

TEST_F(TakeoverTest, second_takeover_includes_the_secondaries_of_the_first) {
    host.hang(deputy);
    host.run_for(10 * second);
    VirtualProvider& late = start_one("late");  // unknown to the former deputy
    host.run_for(second);
    host.hang(primary);
    host.run_for(2 * second);
    host.loses = [&](const Datagram& each) { return each.to == deputy.control; };
    host.wake(deputy);
    ASSERT_NE(time_until_primary(third, 4 * second), never_us);
    host.run_for(ms);
    expect_secondary_of(third, {&late});
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    host.loses = [](const Datagram&) { return false; };
    host.run_for(2 * ms);
    expect_secondary_of(deputy, {&third, &late});
    EXPECT_EQ(names_found(), (Names{"d", "t", "late"}));
}

TEST_F(TakeoverTest, is_broadcast_every_second_while_another_program_holds_the_port) {
    host.hang(primary);
    ASSERT_NE(time_until_primary(deputy, 4 * second), never_us);
    const auto count_broadcasts = [&] {
        return std::ranges::count_if(host.sent, [](const Datagram& each) {
            return each.to.address == ip("127.255.255.255") &&
                   each.type() == MessageType::primary_change;
        });
    };
    host.sent.clear();
    host.run_for(100 * second);
    EXPECT_EQ(count_broadcasts(), 100);
    host.kill(primary);
    host.run_for(second);
    host.sent.clear();
    host.run_for(100 * second);
    EXPECT_EQ(count_broadcasts(), 0);
}

/// The next holder of the port is a proper primary, even if it answers slowly.
TEST(Takeover, does_not_follow_the_end_of_a_primary) {
    for (const bool orderly : {true, false}) {
        SCOPED_TRACE(orderly);
        VirtualHost host;
        host.user_id = 1000;
        VirtualProvider& primary = host.start();
        VirtualProvider& deputy = host.start();
        host.run_for(second);
        if (orderly) {
            host.stop(primary);
        } else {
            host.kill(primary);
        }
        VirtualProvider& next = host.start();
        ASSERT_EQ(host.port_holder(), &next);
        host.hang(next);
        host.run_for(20 * second);
        EXPECT_TRUE(deputy.takeover_tries_us.empty());
        host.wake(next);
        host.run_for(2 * second);
        EXPECT_EQ(deputy.role(), Role::secondary);
    }
}

/// Its sockets close one after the other, so it is still there when the next primary first asks.
TEST_F(TakeoverTest, watches_are_soon_told_that_a_primary_that_left_has_ended) {
    const auto former_primary = [&] {
        client.received.clear();
        wire::Request asking = request(++transaction);
        asking.sketch = {true, 24, 0, 1};
        host.broadcast_to_port(client.endpoint, bytes_of(asking));
        host.run_for(ms);
        EXPECT_EQ(client.received.size(), 1U);
        return read<wire::Advertisement>(client.received.back().bytes).former_primary;
    };
    host.leave(primary);
    host.run_for(2 * ms);
    EXPECT_EQ(former_primary(), ProviderId{});
    host.kill(primary);
    host.run_for(5 * ms);
    EXPECT_EQ(former_primary(), primary.id());
}

TEST_F(TakeoverTest, is_told_by_broadcast_to_other_holders_of_the_port) {
    host.loses = [&](const Datagram& each) { return each.to == primary.control; };
    host.hang(primary);
    host.run_for(10 * second);
    ASSERT_EQ(deputy.role(), Role::primary);
    host.loses = [&](const Datagram& each) {
        return each.to == primary.control && each.type() == MessageType::primary_change;
    };
    host.wake(primary);
    host.run_for(second + ms);
    expect_secondary_of(deputy, {&primary, &third});
    EXPECT_EQ(deputy.count(ProviderEventType::superseded), 0U)
        << "the deputy must ignore its own broadcast";
}

/// If the new primary dies, the hung one gets the port's datagrams again.
TEST_F(TakeoverTest, is_repeated_by_the_next_deputy_when_the_new_primary_dies) {
    host.hang(primary);
    host.run_for(10 * second);
    ASSERT_EQ(deputy.role(), Role::primary);
    VirtualProvider& fourth = start_one("f");
    host.run_for(second);
    host.kill(deputy);
    EXPECT_EQ(host.port_holder(), &primary);
    EXPECT_NE(time_until_primary(third, 4 * second), never_us);
    host.run_for(second);
    EXPECT_EQ(names_found(), (Names{"t", "f"}));
    host.wake(primary);
    host.run_for(second);
    EXPECT_EQ(names_found(), (Names{"p", "t", "f"}));
    expect_secondary_of(third, {&primary, &fourth});
}

TEST_F(TakeoverTest, does_not_happen_when_the_message_of_a_leaving_primary_is_lost) {
    host.has_process_watch = false;
    for (VirtualProvider* each : {&deputy, &third}) each->watched.clear();
    host.loses = [](const Datagram& each) { return each.type() == MessageType::primary_change; };
    host.stop(primary);
    host.run_for(30 * second);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    EXPECT_TRUE(third.takeover_tries_us.empty());
    EXPECT_EQ(names_found(), (Names{"d", "t"}));
}

TEST_F(TakeoverTest, does_not_happen_without_a_loopback_network) {
    std::vector<InterfaceAddress> without = usual_interfaces();
    std::erase_if(without, [](const InterfaceAddress& entry) { return entry.is_loopback; });
    host.set_interfaces(without);
    host.run_for(20 * second);
    EXPECT_TRUE(deputy.takeover_tries_us.empty());
    host.set_interfaces(usual_interfaces());
    host.run_for(10 * second);
    EXPECT_TRUE(deputy.takeover_tries_us.empty()) << "the primary answers again";
    expect_secondary_of(primary, {&deputy, &third});
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
}

/// The later of the two gets the port's datagrams.
TEST_F(TakeoverTest, leaves_one_primary_when_two_deputies_take_over_at_once) {
    host.hang(deputy);
    host.run_for(10 * second);
    host.hang(primary);
    host.wake(deputy);
    host.run_for(10 * second);
    EXPECT_EQ((deputy.role() == Role::primary) + (third.role() == Role::primary), 1);
    EXPECT_EQ(names_found(), (Names{"d", "t"}));
    host.wake(primary);
    host.run_for(10 * second);
    EXPECT_EQ(names_found(), (Names{"p", "d", "t"}));
    EXPECT_EQ(host.port_table.holders().size(), 1U);
}

}  // namespace
}  // namespace mpdisc::test
