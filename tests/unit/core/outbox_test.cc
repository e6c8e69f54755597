// SPDX-License-Identifier: MIT
#include "core/kit/outbox.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <string>

#include "core/kit/event_queue.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/keys.h"

namespace mpdisc::core {
namespace {

Route route_to(std::uint16_t port) {
    return {Channel::answer, test::endpoint("192.0.2.1", port), {}, 0};
}

void put(Outbox& outbox, std::uint16_t port, const std::string& text) {
    const auto room = outbox.reserve(1000);
    ASSERT_EQ(room.size(), 1000U);
    std::memcpy(room.data(), text.data(), text.size());
    ASSERT_TRUE(outbox.commit(route_to(port), text.size()));
}

void put_at(Outbox& outbox, TimeUs due_us, std::uint16_t port, const std::string& text) {
    const auto room = outbox.reserve(1000);
    ASSERT_EQ(room.size(), 1000U);
    std::memcpy(room.data(), text.data(), text.size());
    ASSERT_TRUE(outbox.commit(route_to(port), text.size(), due_us));
}

std::string next(Outbox& outbox, std::uint16_t* port = nullptr) {
    Outbound out;
    if (!outbox.next(out)) return "nothing";
    if (port != nullptr) *port = out.route.to.port;
    return {reinterpret_cast<const char*>(out.bytes.data()), out.bytes.size()};
}

TEST(Outbox, gives_datagrams_in_order_with_their_routes) {
    Outbox outbox{test::unkeyed};
    EXPECT_EQ(next(outbox), "nothing");
    put(outbox, 1, "one");
    put(outbox, 2, "two");
    std::uint16_t port = 0;
    EXPECT_EQ(next(outbox, &port), "one");
    EXPECT_EQ(port, 1);
    // Queue more while one datagram waits, so that the memory may move.
    for (int i = 0; i < 1000; ++i) put(outbox, 3, std::string(500, 'x'));
    EXPECT_EQ(next(outbox, &port), "two");
    EXPECT_EQ(port, 2);
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(next(outbox), std::string(500, 'x'));
    EXPECT_EQ(next(outbox), "nothing");
}

TEST(Outbox, keeps_given_datagrams_valid_until_the_next_reserve) {
    Outbox outbox{test::unkeyed};
    put(outbox, 1, "one");
    put(outbox, 2, "two");
    Outbound first;
    Outbound second;
    ASSERT_TRUE(outbox.next(first));
    ASSERT_TRUE(outbox.next(second));
    EXPECT_EQ(std::memcmp(first.bytes.data(), "one", 3), 0);
    EXPECT_EQ(std::memcmp(second.bytes.data(), "two", 3), 0);
}

TEST(Outbox, sends_nothing_for_an_abandoned_reservation) {
    Outbox outbox{test::unkeyed};
    ASSERT_FALSE(outbox.reserve(100).empty());
    EXPECT_EQ(next(outbox), "nothing");
    put(outbox, 1, "one");
    EXPECT_EQ(next(outbox), "one");
}

TEST(Outbox, keeps_delayed_datagrams_until_they_are_due) {
    Outbox outbox{test::unkeyed};
    EXPECT_EQ(outbox.next_deadline_us(), never_us);
    put_at(outbox, 300, 3, "late");
    put_at(outbox, 100, 1, "early");
    put_at(outbox, 200, 2, "middle");
    put(outbox, 4, "now");
    EXPECT_EQ(next(outbox), "now");
    EXPECT_EQ(next(outbox), "nothing");
    EXPECT_EQ(outbox.next_deadline_us(), 100U);
    EXPECT_EQ(outbox.release_due(99), 0U);
    EXPECT_EQ(next(outbox), "nothing");
    EXPECT_EQ(outbox.release_due(100), 0U);
    EXPECT_EQ(next(outbox), "early");
    EXPECT_EQ(next(outbox), "nothing");
    EXPECT_EQ(outbox.next_deadline_us(), 200U);
    EXPECT_EQ(outbox.release_due(1000), 0U);
    EXPECT_EQ((std::set<std::string>{next(outbox), next(outbox)}),
              (std::set<std::string>{"late", "middle"}));
    EXPECT_EQ(outbox.next_deadline_us(), never_us);
}

TEST(Outbox, sends_a_datagram_at_once_if_too_many_are_delayed) {
    Outbox outbox{test::unkeyed};
    for (std::size_t i = 0; i < limits::delayed_datagrams_max; ++i) put_at(outbox, 50, 1, "later");
    EXPECT_EQ(next(outbox), "nothing");
    put_at(outbox, 50, 2, "too many");
    EXPECT_EQ(next(outbox), "too many");
    EXPECT_EQ(next(outbox), "nothing");
    EXPECT_EQ(outbox.release_due(50), 0U);
    for (std::size_t i = 0; i < limits::delayed_datagrams_max; ++i) {
        EXPECT_EQ(next(outbox), "later");
    }
    EXPECT_EQ(next(outbox), "nothing");
}

ProviderEvent event_of(Role role, std::size_t number) {
    ProviderEvent event;
    event.role = role;
    event.peer.bytes[0] = static_cast<std::uint8_t>(number);
    event.peer.bytes[1] = static_cast<std::uint8_t>(number >> 8);
    return event;
}

TEST(EventQueue, keeps_the_newest_events_and_reports_each_loss) {
    EventQueue queue;
    ProviderEvent out;
    EXPECT_FALSE(queue.pop(out));
    const std::size_t lost = 10;
    for (std::size_t i = 0; i < limits::events_max + lost; ++i) {
        EXPECT_EQ(queue.push(event_of(Role::primary, i)), i < limits::events_max);
    }
    for (std::size_t i = lost; i < limits::events_max + lost; ++i) {
        ASSERT_TRUE(queue.pop(out));
        EXPECT_EQ(out.peer, event_of(Role::primary, i).peer);
    }
    EXPECT_FALSE(queue.pop(out));
}

}  // namespace
}  // namespace mpdisc::core
