// SPDX-License-Identifier: MIT
#include "platform/poll_group.h"

#include <gtest/gtest.h>

#include <array>

#include "peer.h"

namespace mpdisc::platform {
namespace {

class PollGroupTest : public testing::Test {
   protected:
    void SetUp() override {
        if (!group.open()) GTEST_SKIP() << "this system has no descriptor for several others";
        ASSERT_TRUE(one.open_on_loopback(Family::ipv4));
        ASSERT_TRUE(other.open_on_loopback(Family::ipv4));
    }
    [[nodiscard]] bool is_readable() const {
        const PollEntry entry{group.handle(), false};
        return poll_ready({&entry, 1}) != 0;
    }
    [[nodiscard]] bool gets_readable() const {
        return becomes_readable(PollEntry{group.handle(), false});
    }
    static void make_readable(Peer& peer) { peer.send(peer.endpoint(), "x"); }

    PollGroup group;
    Peer one;
    Peer other;
};

TEST_F(PollGroupTest, is_readable_while_an_entry_is) {
    const std::array entries{one.socket.poll_entry(), other.socket.poll_entry()};
    group.wait_for(entries, UINT64_MAX);
    EXPECT_FALSE(is_readable());
    make_readable(other);
    EXPECT_TRUE(gets_readable());
    EXPECT_TRUE(is_readable()) << "nothing was read";
    EXPECT_EQ(other.receive_one().text, "x");
    group.wait_for(entries, UINT64_MAX);
    EXPECT_FALSE(is_readable());
    make_readable(one);
    EXPECT_TRUE(gets_readable());
}

TEST_F(PollGroupTest, does_not_wait_for_former_entries) {
    const std::array both{one.socket.poll_entry(), other.socket.poll_entry()};
    group.wait_for(both, UINT64_MAX);
    make_readable(one);
    ASSERT_TRUE(gets_readable());
    group.wait_for(std::span(both).last(1), UINT64_MAX);
    EXPECT_FALSE(is_readable());
    group.wait_for(both, UINT64_MAX);
    EXPECT_TRUE(is_readable());
}

TEST_F(PollGroupTest, waits_for_the_next_socket_that_has_the_number_of_a_closed_one) {
    const PollEntry before = one.socket.poll_entry();
    group.wait_for({&before, 1}, UINT64_MAX);
    one.socket.close();
    ASSERT_TRUE(one.open_on_loopback(Family::ipv4));
    const PollEntry after = one.socket.poll_entry();
    ASSERT_EQ(after.handle, before.handle) << "the lowest free number is taken";
    group.wait_for({&after, 1}, UINT64_MAX);
    EXPECT_FALSE(is_readable());
    make_readable(one);
    EXPECT_TRUE(gets_readable());
}

TEST_F(PollGroupTest, is_readable_from_its_deadline_on) {
    group.wait_for({}, 0);
    EXPECT_TRUE(gets_readable());
    group.wait_for({}, UINT64_MAX);
    EXPECT_FALSE(is_readable());
    const TimeUs deadline_us = clock_us() + 20'000;
    group.wait_for({}, deadline_us);
    EXPECT_FALSE(is_readable() && clock_us() < deadline_us);
    EXPECT_TRUE(gets_readable());
    EXPECT_GE(clock_us(), deadline_us);
    EXPECT_TRUE(is_readable()) << "the deadline was not changed";
    group.wait_for({}, clock_us() + 3'600'000'000);
    EXPECT_FALSE(is_readable());
}

TEST_F(PollGroupTest, is_readable_now_and_then_if_the_system_cannot_watch_an_entry) {
    const PollEntry closed{1'000'000, true};
    const TimeUs begin_us = clock_us();
    group.wait_for({&closed, 1}, UINT64_MAX);
    EXPECT_TRUE(gets_readable());
    EXPECT_GE(clock_us() - begin_us, PollGroup::retry_us);
}

TEST_F(PollGroupTest, can_be_opened_again) {
    group.close();
    EXPECT_FALSE(group.is_open());
    EXPECT_EQ(group.handle(), -1);
    ASSERT_TRUE(group.open());
    group.wait_for({}, UINT64_MAX);
    EXPECT_FALSE(is_readable());
}

}  // namespace
}  // namespace mpdisc::platform
