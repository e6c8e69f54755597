// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

std::vector<MessageType> types_of(const std::vector<Datagram>& datagrams) {
    std::vector<MessageType> types;
    for (const Datagram& each : datagrams) types.push_back(each.type());
    return types;
}

TEST(Election, first_provider_is_primary_and_sends_nothing) {
    VirtualHost host;
    VirtualProvider& first = host.start({service("a")});
    EXPECT_EQ(first.role(), Role::primary);
    EXPECT_EQ(host.port_holder(), &first);
    host.run_for(100 * second);
    EXPECT_TRUE(host.sent.empty());
    ASSERT_EQ(first.count(ProviderEventType::role_changed), 1U);
    EXPECT_EQ(first.events.back().role, Role::primary);
    EXPECT_EQ(first.events.back().peer, first.id());
    EXPECT_EQ(first.port_tries_us.size(), 1U);
    EXPECT_EQ(first.machine.next_deadline_us(), never_us);
}

TEST(Election, second_provider_finds_the_first_and_registers) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start({service("a")});
    EXPECT_EQ(second_one.role(), Role::none);
    host.run_for(ms);

    EXPECT_EQ(
        types_of(host.sent),
        (std::vector<MessageType>{
            MessageType::provider_discovery_request, MessageType::provider_discovery_request,
            MessageType::provider_discovery_response, MessageType::provider_discovery_response,
            MessageType::provider_registration, MessageType::provider_registration_ack}));
    EXPECT_EQ(host.sent[0].to, endpoint("127.0.0.1", VirtualHost::port));
    EXPECT_EQ(host.sent[1].to, endpoint("127.255.255.255", VirtualHost::port));
    EXPECT_EQ(host.sent[2].to, second_one.control);
    EXPECT_EQ(host.sent[2].from, endpoint("127.0.0.1", VirtualHost::port));

    EXPECT_EQ(second_one.role(), Role::secondary);
    EXPECT_EQ(second_one.events.back().type, ProviderEventType::role_changed);
    EXPECT_EQ(second_one.events.back().role, Role::secondary);
    EXPECT_EQ(second_one.events.back().peer, first.id());
    ASSERT_EQ(first.events.size(), 3U);
    EXPECT_EQ(first.events[1].type, ProviderEventType::secondary_registered);
    EXPECT_EQ(first.events[1].peer, second_one.id());
    EXPECT_EQ(first.events[2].type, ProviderEventType::deputy_missing)
        << "the providers have no user";
    EXPECT_EQ(first.count(Counter::registrations), 1U);
}

TEST(Election, works_on_a_host_whose_loopback_has_only_ipv6) {
    VirtualHost host;
    host.interfaces = {interface_address(lo, "lo", "::1/128"),
                       interface_address(eth0, "eth0", "fe80::a/64")};
    host.start();
    VirtualProvider& second_one = host.start();
    host.run_for(ms);
    EXPECT_EQ(second_one.role(), Role::secondary);
    for (const Datagram& each : host.sent) {
        EXPECT_EQ(each.to.address, ip("::1"));
        EXPECT_EQ(each.from.address, ip("::1"));
    }
}

struct Lost {
    const char* name;
    /// The message that the network loses, and the message that is repeated because of that.
    MessageType lost;
    MessageType repeated;
    /// The number of datagrams in one repetition.
    std::size_t datagrams;
    /// The longest gap between two repetitions.
    TimeUs gap_max_us;
    /// After so many repetitions the provider looks for a primary again; 0 for never.
    std::size_t in_a_row;
};

class LostMessage : public testing::TestWithParam<Lost> {
   protected:
    /// When each repetition was sent.
    std::vector<TimeUs> times() const {
        std::vector<TimeUs> times;
        const std::vector<Datagram> sent = host.sent_of_type(GetParam().repeated);
        for (std::size_t i = 0; i < sent.size(); i += GetParam().datagrams) {
            times.push_back(sent[i].sent_us);
        }
        return times;
    }

    VirtualHost host;
};

TEST_P(LostMessage, is_repeated_from_50_ms_doubling_and_tries_the_port) {
    VirtualProvider& first = host.start();
    host.loses = [](const Datagram& each) { return each.type() == GetParam().lost; };
    VirtualProvider& second_one = host.start();
    host.run_for(30 * second);
    EXPECT_NE(second_one.role(), Role::primary);

    const std::vector<TimeUs> sent_us = times();
    ASSERT_GE(sent_us.size(), 10U);
    TimeUs expected_us = 50 * ms;
    for (std::size_t i = 1; i < sent_us.size(); ++i) {
        const TimeUs gap_us = sent_us[i] - sent_us[i - 1];
        const bool is_anew = GetParam().in_a_row != 0 && i % GetParam().in_a_row == 0;
        EXPECT_LE(gap_us, expected_us + (is_anew ? ms : 0));
        EXPECT_GE(gap_us, expected_us * 3 / 4);
        if (is_anew) {
            expected_us = 50 * ms;
            continue;
        }
        expected_us = std::min(expected_us * 2, GetParam().gap_max_us);
        const auto& tries = second_one.port_tries_us;
        EXPECT_NE(std::count(tries.begin(), tries.end(), sent_us[i]), 0);
    }

    host.loses = [](const Datagram&) { return false; };
    host.run_for(5 * second);
    EXPECT_EQ(second_one.role(), Role::secondary);
    EXPECT_EQ(first.count(ProviderEventType::secondary_registered), 1U);
}

TEST_P(LostMessage, lets_the_next_repetition_win_the_port_of_a_dead_primary) {
    VirtualProvider& first = host.start();
    host.loses = [](const Datagram& each) { return each.type() == GetParam().lost; };
    VirtualProvider& second_one = host.start();
    host.run_for(ms);
    EXPECT_EQ(second_one.role(), Role::none);
    host.kill(first);
    host.run_for(50 * ms);
    EXPECT_EQ(second_one.role(), Role::primary);
    EXPECT_EQ(second_one.events.back().peer, second_one.id());
    host.run_for(100 * second);
    EXPECT_EQ(second_one.count(ProviderEventType::role_changed), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Messages, LostMessage,
    testing::Values(Lost{"discovery_request", MessageType::provider_discovery_request,
                         MessageType::provider_discovery_request, 2, 1500 * ms, 0},
                    Lost{"discovery_response", MessageType::provider_discovery_response,
                         MessageType::provider_discovery_request, 2, 1500 * ms, 0},
                    Lost{"registration", MessageType::provider_registration,
                         MessageType::provider_registration, 1, 5 * second, 5},
                    Lost{"registration_ack", MessageType::provider_registration_ack,
                         MessageType::provider_registration, 1, 5 * second, 5}),
    [](const auto& lost) { return std::string(lost.param.name); });

TEST(Election, answers_to_older_questions_are_dropped) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start();
    host.run_for(ms);
    const Datagram old_ack = host.sent_of_type(MessageType::provider_registration_ack).front();
    const std::uint64_t dropped = second_one.count(Counter::drop_unexpected);

    // While it registers again, the old answer must not pass for the new one.
    host.loses = [](const Datagram& each) {
        return each.type() == MessageType::provider_registration;
    };
    ASSERT_EQ(host.add(second_one, service("new")), ServiceError::none);
    host.send_to_control(second_one, endpoint("127.0.0.1", VirtualHost::port), old_ack.bytes);
    host.run_for(10 * ms);
    EXPECT_EQ(second_one.count(Counter::drop_unexpected), dropped + 1);
    host.loses = [](const Datagram&) { return false; };
    host.run_for(100 * ms);
    EXPECT_EQ(first.count(Counter::registrations), 2U);
}

TEST(Election, secondary_without_a_primary_has_no_role) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start();
    host.run_for(ms);
    ASSERT_EQ(second_one.role(), Role::secondary);
    host.leave(first);
    host.port_table.has_stranger = true;
    host.run_for(10 * second);
    EXPECT_EQ(second_one.role(), Role::none);
    EXPECT_EQ(second_one.count(ProviderEventType::port_held_by_stranger), 1U);
}

TEST(Election, change_of_the_loopbacks_family_locks_no_provider_out) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start({service("a")});
    host.run_for(ms);
    std::vector<InterfaceAddress> without_v4 = host.interfaces;
    std::erase_if(without_v4, [](const InterfaceAddress& entry) {
        return entry.address == IpAddress::loopback(Family::ipv4);
    });
    host.set_interfaces(without_v4);
    host.run_for(5 * second);
    EXPECT_EQ(first.count(Counter::drop_not_registrant), 0U);
    EXPECT_EQ(second_one.role(), Role::secondary);
    EXPECT_EQ(first.count(Counter::registrations), 2U);
}

TEST(Election, names_a_stranger_on_the_port_after_five_repetitions_and_keeps_trying) {
    VirtualHost host;
    host.port_table.has_stranger = true;
    VirtualProvider& provider = host.start();
    // Five repetitions and the wait for the last answer take 1.55 s, less up to a quarter.
    host.run_for(1'160 * ms);
    EXPECT_EQ(provider.count(ProviderEventType::port_held_by_stranger), 0U);
    host.run_for(400 * ms);
    EXPECT_EQ(provider.count(ProviderEventType::port_held_by_stranger), 1U);
    host.run_for(59 * second);
    EXPECT_EQ(provider.count(ProviderEventType::port_held_by_stranger), 1U);
    host.run_for(241 * second);
    EXPECT_GE(provider.count(ProviderEventType::port_held_by_stranger), 4U);
    EXPECT_LE(provider.count(ProviderEventType::port_held_by_stranger), 6U);
    EXPECT_EQ(provider.role(), Role::none);

    host.port_table.has_stranger = false;
    host.run_for(5 * second);
    EXPECT_EQ(provider.role(), Role::primary);
}

TEST(Election, leaving_primary_closes_the_port_before_it_tells_the_others) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start();
    host.run_for(ms);
    host.sent.clear();
    host.stop(first);
    EXPECT_EQ(host.port_holder(), nullptr);
    ASSERT_EQ(host.sent.size(), 1U);
    EXPECT_EQ(host.sent[0].from, first.control);
    EXPECT_EQ(host.sent[0].to, second_one.control);
    const auto change = read<wire::PrimaryChange>(host.sent[0].bytes);
    EXPECT_EQ(change.change, wire::Change::leaving);
    EXPECT_EQ(change.provider, first.id());
    EXPECT_EQ(first.role(), Role::none);
    host.run_for(ms);
    EXPECT_EQ(second_one.role(), Role::primary);
}

TEST(Election, others_are_registered_with_a_new_primary_100_ms_after_theirs_left) {
    VirtualHost host;
    std::vector<VirtualProvider*> providers;
    for (int i = 0; i < 100; ++i) providers.push_back(&host.start({service("a")}));
    host.run_for(second);
    for (std::size_t leaving = 0; leaving < 5; ++leaving) {
        ASSERT_EQ(host.port_holder(), providers[leaving]);
        host.stop(*providers[leaving]);
        host.run_for(100 * ms);
        const VirtualProvider* primary = host.port_holder();
        ASSERT_NE(primary, nullptr);
        std::set<const VirtualProvider*> secondaries;
        for (std::size_t i = leaving + 1; i < providers.size(); ++i) {
            VirtualProvider& each = *providers[i];
            if (&each == primary) continue;
            EXPECT_EQ(each.role(), Role::secondary);
            EXPECT_EQ(each.events.back().peer, primary->id());
            secondaries.insert(&each);
        }
        EXPECT_EQ(secondaries.size(), 98 - leaving);
        EXPECT_EQ(primary->count(Counter::registrations), 98 - leaving);
        std::swap(*std::find(providers.begin(), providers.end(), primary), providers[leaving + 1]);
    }
}

TEST(Election, leaving_secondary_is_removed_at_once) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start();
    host.run_for(ms);
    host.stop(second_one);
    host.run_for(ms);
    EXPECT_EQ(first.events.back().type, ProviderEventType::secondary_left);
    EXPECT_EQ(first.events.back().peer, second_one.id());
    EXPECT_EQ(first.count(Counter::unregistrations), 1U);
    EXPECT_EQ(first.machine.next_deadline_us(), never_us);
}

TEST(Election, stopped_provider_does_nothing_more) {
    for (const TimeUs stopped_after_us : std::vector<TimeUs>{0, 30, 50, 70, 90, ms, 40 * second}) {
        VirtualHost host;
        host.start();
        VirtualProvider& second_one = host.start({service("a")});
        host.run_for(stopped_after_us);
        host.leave(second_one);
        host.leave(second_one);
        EXPECT_EQ(second_one.role(), Role::none);
        EXPECT_EQ(second_one.machine.next_deadline_us(), never_us);
        host.run_for(ms);
        const std::uint64_t dropped = second_one.count(Counter::drop_unexpected);
        host.sent.clear();
        host.send_to_control(second_one, endpoint("127.0.0.1", VirtualHost::port),
                             bytes_of(wire::PrimaryChange{1, id_of(9), wire::Change::present}));
        host.run_for(100 * second);
        EXPECT_EQ(second_one.count(Counter::drop_unexpected), dropped + 1);
        EXPECT_TRUE(host.sent.empty());
        EXPECT_EQ(second_one.machine.take_port_action(), core::PortAction::none);
    }
}

TEST(Election, all_of_500_providers_that_start_together_register) {
    VirtualHost host;
    std::vector<VirtualProvider*> providers;
    for (int i = 0; i < 500; ++i) providers.push_back(&host.start());
    host.run_for(10 * ms);
    EXPECT_EQ(providers[0]->count(ProviderEventType::secondary_registered), 499U);
    EXPECT_EQ(providers[0]->count(Counter::registrations), 499U);
    for (std::size_t i = 1; i < providers.size(); ++i) {
        EXPECT_EQ(providers[i]->role(), Role::secondary);
    }
}

TEST(Election, oldest_events_are_lost_and_counted_when_the_owner_reads_none) {
    VirtualHost host;
    VirtualProvider& first = host.start();
    first.takes_events = false;
    std::vector<VirtualProvider*> providers;
    for (int i = 0; i < 300; ++i) providers.push_back(&host.start());
    host.run_for(10 * ms);
    // One event for each registration, and one for the missing deputy.
    EXPECT_EQ(first.count(Counter::events_lost), 301 - limits::events_max);
    ProviderEvent event;
    ASSERT_TRUE(first.machine.poll_event(event));
    EXPECT_EQ(event.type, ProviderEventType::secondary_registered);
    EXPECT_EQ(event.peer, providers[300 - limits::events_max]->id());
}

}  // namespace
}  // namespace mpdisc::test
