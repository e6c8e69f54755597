// SPDX-License-Identifier: MIT
//
// Several hosts on one link announce themselves, and learn which hosts there are.
#include <algorithm>
#include <array>
#include <vector>

#include "tests/unit/core/keys.h"
#include "tests/unit/core/link_fixture.h"

namespace mpdisc::test {
namespace {

using wire::MessageType;

class NeighboursTest : public LinkTest {};

TEST_F(NeighboursTest, know_each_other_within_a_second) {
    const VirtualProvider& a = start(0, {service("a")});
    const VirtualProvider& b = start(1, {service("b"), service("b2")});
    run_for(second);
    EXPECT_TRUE(knows(a, 1, b));
    EXPECT_TRUE(knows(b, 0, a));
    ASSERT_NE(find(a, 1), nullptr);
    EXPECT_EQ(find(a, 1)->host.summary.services, 2U);
    EXPECT_TRUE(find(a, 1)->host.types.may_contain("_http._tcp"));
    EXPECT_FALSE(find(a, 1)->host.types.may_contain("_other._udp"));
    // Each is known by IPv4 and by IPv6.
    EXPECT_EQ(a.machine.neighbourhood().entries().size(), 2U);
    EXPECT_EQ(a.machine.neighbourhood().count_hosts(), 1U);
}

TEST_F(NeighboursTest, agree_on_the_digest) {
    const VirtualProvider& a = start(0, {service("a")});
    const VirtualProvider& b = start(1, {service("b")});
    const VirtualProvider& c = start(2, {service("c")});
    run_for(5 * second);
    for (const auto& entry : a.machine.neighbourhood().entries()) {
        const std::uint64_t group = entry.source.group;
        const std::uint64_t digest = a.machine.neighbourhood().digest(group);
        EXPECT_NE(digest, 0U);
        EXPECT_EQ(b.machine.neighbourhood().digest(group), digest);
        EXPECT_EQ(c.machine.neighbourhood().digest(group), digest);
    }
    clear_sent();
    run_for(10 * 60 * second);
    for (const auto& host : hosts) {
        EXPECT_EQ(host->count_sent(MessageType::host_query), 0U) << "nobody has to ask";
        EXPECT_EQ(host->count_sent(MessageType::host_list), 0U);
    }
    // Two links by IPv4 and IPv6, and the loopback network.
    const std::size_t sent = announcements_of(0).size();
    EXPECT_GE(sent, 3 * 10U);
    EXPECT_LE(sent, 3 * 12U);
}

TEST_F(NeighboursTest, are_known_to_a_new_primary_within_a_second_of_a_takeover) {
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& first = start(1, {service("b")});
    VirtualProvider& successor = start(1, {service("c")});
    run_for(3 * second);
    const HostId id = first.machine.host();
    hosts[1]->kill(first);
    run_for(second);
    ASSERT_EQ(successor.role(), Role::primary);
    EXPECT_EQ(successor.machine.host(), id);
    EXPECT_TRUE(knows(successor, 0, a));
    EXPECT_TRUE(knows(a, 1, successor));
}

TEST_F(NeighboursTest, are_known_to_a_deputy_that_took_over_from_a_hung_primary) {
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& first = start(1, {service("b")});
    VirtualProvider& deputy = start(1, {service("c")});
    run_for(5 * second);
    const HostId id = first.machine.host();
    hosts[1]->hang(first);
    for (int n = 0; n < 50 && deputy.role() != Role::primary; ++n) run_for(100 * ms);
    run_for(second);
    EXPECT_EQ(deputy.machine.host(), id);
    EXPECT_TRUE(knows(deputy, 0, a));
    EXPECT_TRUE(knows(a, 1, deputy));
    hosts[1]->wake(first);
    run_for(second);
    EXPECT_EQ(first.role(), Role::secondary);
    EXPECT_FALSE(first.system.announcement_socket.is_open());
}

TEST_F(NeighboursTest, are_forgotten_soon_after_they_leave) {
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    run_for(5 * second);
    ASSERT_NE(find(a, 1), nullptr);
    hosts[1]->stop(b);
    ASSERT_FALSE(announcements_of(1).empty());
    EXPECT_EQ(read<wire::HostAnnouncement>(announcements_of(1).back().bytes).lifetime_s, 0U);
    run_for(2 * second);
    EXPECT_EQ(find(a, 1), nullptr);
}

TEST_F(NeighboursTest, say_no_farewell_if_another_provider_stays) {
    start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    start(1, {service("c")});
    run_for(5 * second);
    clear_sent();
    hosts[1]->stop(b);
    for (const Datagram& each : announcements_of(1)) {
        EXPECT_NE(read<wire::HostAnnouncement>(each.bytes).lifetime_s, 0U);
    }
}

TEST_F(NeighboursTest, announce_changes_at_once_and_then_four_times_a_second) {
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    run_for(10 * second);
    clear_sent();
    for (int n = 0; n < 20; ++n) {
        EXPECT_EQ(hosts[1]->add(b, service("more" + std::to_string(n))), ServiceError::none);
        run_for(50 * ms);
        if (n != 0) continue;
        ASSERT_NE(find(a, 1), nullptr);
        EXPECT_EQ(find(a, 1)->host.summary.services, 2U);
    }
    // Four at once and four later; by IPv4, by IPv6, and on the loopback network.
    EXPECT_LE(announcements_of(1).size(), 3 * 8U);
    run_for(1'100 * ms);
    EXPECT_EQ(find(a, 1)->host.summary.services, 21U);
}

TEST_F(NeighboursTest, without_services_announce_nothing_but_answer) {
    const VirtualProvider& a = start(0, {service("a")});
    const VirtualProvider& b = start(1, {});
    run_for(5 * second);
    EXPECT_TRUE(announcements_of(1).empty());
    EXPECT_EQ(find(a, 1), nullptr);
    EXPECT_TRUE(knows(b, 0, a));
    EXPECT_NE(hosts[1]->count_sent(MessageType::host_announcement), 0U);
}

TEST_F(NeighboursTest, announce_that_the_last_service_has_gone) {
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    run_for(5 * second);
    ASSERT_NE(find(a, 1), nullptr);
    EXPECT_EQ(hosts[1]->remove(b, "b", "_http._tcp"), ServiceError::none);
    run_for(3 * second);
    EXPECT_EQ(find(a, 1), nullptr);
}

TEST_F(NeighboursTest, never_announce_with_an_interval_of_0) {
    hosts[1]->announce_s = 0;
    const VirtualProvider& a = start(0, {service("a")});
    start(1, {service("b")});
    run_for(5 * second);
    EXPECT_TRUE(announcements_of(1).empty());
    EXPECT_EQ(find(a, 1), nullptr);
}

TEST_F(NeighboursTest, learn_lost_hosts_from_the_list_of_a_third) {
    const VirtualProvider& a = start(0, {service("a")});
    const VirtualProvider& b = start(1, {service("b")});
    run_for(5 * second);
    // c hears b, but neither hears nor tells a at first.
    const auto original = hosts[0]->carry_to_others;
    hosts[0]->carry_to_others = [&](const Datagram& sent) { hosts[1]->hear(sent); };
    hosts[2]->carry_to_others = [&](const Datagram& sent) { hosts[1]->hear(sent); };
    const VirtualProvider& c = start(2, {service("c")});
    run_for(5 * second);
    EXPECT_TRUE(knows(c, 1, b));
    EXPECT_EQ(find(c, 0), nullptr);
    hosts[0]->carry_to_others = original;
    hosts[2]->carry_to_others = [&](const Datagram& sent) {
        hosts[0]->hear(sent);
        hosts[1]->hear(sent);
    };
    clear_sent();
    run_for(65 * second);
    EXPECT_TRUE(knows(c, 0, a));
    EXPECT_TRUE(knows(a, 2, c));
}

TEST_F(NeighboursTest, ask_again_for_a_page_that_was_lost) {
    start(0, {service("a")});
    start(1, {service("b")});
    run_for(5 * second);
    int lists = 0;
    hosts[1]->loses = [&](const Datagram& each) {
        const bool is_for_new_host = each.to.address == hosts[2]->interfaces[1].address ||
                                     each.to.address == hosts[2]->interfaces[2].address;
        return each.type() == MessageType::host_list && is_for_new_host && ++lists <= 2;
    };
    // The new host hears the second one, and not the first one.
    hosts[0]->carry_to_others = [](const Datagram&) {};
    start(2, {service("c")});
    for (int n = 0; n < 700 && lists == 0; ++n) run_for(100 * ms);
    run_for(second);
    EXPECT_EQ(lists, 3);
}

TEST_F(NeighboursTest, with_other_keys_know_nothing_of_each_other) {
    hosts[0]->keys = keyring({1});
    const VirtualProvider& a = start(0, {service("a")});
    hosts[1]->keys = keyring({1});
    const VirtualProvider& b = start(1, {service("b")});
    hosts[2]->keys = keyring({2});
    const VirtualProvider& c = start(2, {service("c")});
    run_for(5 * second);
    EXPECT_TRUE(knows(a, 1, b));
    EXPECT_TRUE(knows(b, 0, a));
    EXPECT_EQ(find(a, 2), nullptr);
    EXPECT_EQ(c.machine.neighbourhood().entries().size(), 0U);
}

TEST_F(NeighboursTest, ignore_recorded_announcements) {
    for (const auto& host : hosts) host->keys = keyring({1});
    const VirtualProvider& a = start(0, {service("a")});
    VirtualProvider& b = start(1, {service("b")});
    run_for(5 * second);
    const std::vector<Datagram> sent = announcements_of(1);
    const auto recorded = std::ranges::find_if(
        sent, [](const Datagram& each) { return !each.to.address.is_loopback(); });
    ASSERT_NE(recorded, sent.end());
    run_for(2 * 60 * second);
    const std::uint64_t before = a.count(Counter::drop_replayed);
    hosts[0]->hear(*recorded);
    run_for(ms);
    EXPECT_EQ(a.count(Counter::drop_replayed), before + 1);
    EXPECT_TRUE(knows(a, 1, b));
}

TEST_F(NeighboursTest, try_the_announcement_port_again_if_another_program_has_it) {
    hosts[0]->grants_announcement_port = false;
    const VirtualProvider& a = start(0, {service("a")});
    run_for(5 * second);
    EXPECT_FALSE(a.system.announcement_socket.is_open());
    hosts[0]->grants_announcement_port = true;
    run_for(2 * 60 * second);
    EXPECT_TRUE(a.system.announcement_socket.is_open());
}

/// The answers to queries of a client.
class HostQueryTest : public NeighboursTest {
   protected:
    HostQueryTest() {
        start(1, {service("b")});
        start(2, {service("c")});
        run_for(5 * second);
        clear_sent();
    }
    const VirtualProvider& a = start(0, {service("a")});

    std::vector<Datagram> answers_to(const wire::HostQuery& query, const Endpoint& from,
                                     bool is_local) {
        std::array<std::uint8_t, 256> room;
        const std::size_t size = wire::pad_request(wire::encode(query, room), room);
        VirtualClient& client = hosts[0]->client(from);
        client.received.clear();
        const Bytes bytes(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
        if (is_local) {
            hosts[0]->send_to_port(from, bytes);
        } else {
            hosts[0]->send_to_port(from, bytes, eth0, address_of(0));
        }
        run_for(2 * ms);
        return client.received;
    }
    const Endpoint stranger = endpoint("192.0.2.77", 5'000);
};

TEST_F(HostQueryTest, asks_for_the_announcement) {
    const auto answers = answers_to({77}, stranger, false);
    ASSERT_EQ(answers.size(), 1U);
    const auto told = read<wire::HostAnnouncement>(answers[0].bytes);
    EXPECT_EQ(told.transaction, 77U);
    EXPECT_EQ(told.host, a.machine.host());
    EXPECT_EQ(told.lifetime_s, 180U);
    EXPECT_NE(told.address_token, 0U);
    EXPECT_EQ(answers[0].from.port, VirtualHost::port);
}

TEST_F(HostQueryTest, gets_a_list_only_with_a_token) {
    wire::HostQuery query{77};
    query.wants_list = true;
    auto answers = answers_to(query, stranger, false);
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_EQ(answers[0].type(), MessageType::host_announcement);
    query.address_token = read<wire::HostAnnouncement>(answers[0].bytes).address_token;
    answers = answers_to(query, stranger, false);
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_EQ(answers[0].type(), MessageType::host_list);
    const auto list = read<wire::HostList>(answers[0].bytes);
    EXPECT_EQ(list.next_page, 0U);
    std::size_t count = 0;
    wire::NeighbourReader reader(list);
    for (wire::Neighbour each; reader.next(each);) ++count;
    EXPECT_EQ(count, 4U) << "two hosts, each by IPv4 and by IPv6";
}

TEST_F(HostQueryTest, needs_no_token_on_this_host) {
    wire::HostQuery query{77};
    query.wants_list = true;
    const auto answers = answers_to(query, endpoint("127.0.0.1", 50'500), true);
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_EQ(answers[0].type(), MessageType::host_list);
    wire::NeighbourReader reader(read<wire::HostList>(answers[0].bytes));
    wire::Neighbour first;
    ASSERT_TRUE(reader.next(first));
    EXPECT_EQ(first.sources[0].if_index, eth0);
}

TEST_F(HostQueryTest, from_beyond_the_link_is_dropped) {
    EXPECT_TRUE(answers_to({77}, endpoint("203.0.113.5", 5'000), false).empty());
    EXPECT_EQ(a.count(Counter::drop_off_link), 1U);
}

TEST_F(HostQueryTest, about_a_silent_host_removes_it) {
    ASSERT_NE(find(a, 1), nullptr);
    run_for(5 * second);
    hosts[1]->kill(*const_cast<VirtualProvider*>(hosts[1]->port_holder()));
    wire::HostQuery query{77};
    query.silent = find(a, 1)->host.host;
    (void)answers_to(query, endpoint("127.0.0.1", 50'500), true);
    run_for(6 * second);
    EXPECT_EQ(find(a, 1), nullptr);
}

}  // namespace
}  // namespace mpdisc::test
