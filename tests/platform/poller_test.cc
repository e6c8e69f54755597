// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <chrono>

#include "mpdisc/poll.h"
#include "peer.h"
#include "platform/clock.h"

namespace mpdisc::platform {
namespace {

std::uint64_t elapsed_us(const std::chrono::steady_clock::time_point& start) {
    const auto elapsed = std::chrono::steady_clock::now() - start;
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count());
}

class Poller : public testing::Test {
   protected:
    void SetUp() override {
        ASSERT_TRUE(idle.open_on_loopback(Family::ipv4));
        ASSERT_TRUE(ready.open_on_loopback(Family::ipv4));
    }

    Peer idle;
    Peer ready;
};

TEST_F(Poller, WaitsForItsTimeout) {
    const PollEntry entry = idle.socket.poll_entry();
    for (const std::uint64_t timeout_us : {1u, 300u, 1'500u, 20'000u}) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_TRUE(poll_wait({&entry, 1}, timeout_us));
        EXPECT_GE(elapsed_us(start), timeout_us);
        EXPECT_LT(elapsed_us(start), timeout_us + patience_us);
    }
}

TEST_F(Poller, ReturnsAtOnceWithoutATimeout) {
    const PollEntry entry = idle.socket.poll_entry();
    EXPECT_TRUE(poll_wait({&entry, 1}, 0));
}

TEST_F(Poller, TellsWhichAreReadableWithoutWaiting) {
    const PollEntry entries[] = {idle.socket.poll_entry(), ready.socket.poll_entry()};
    EXPECT_EQ(poll_ready(entries), 0u);
    EXPECT_EQ(poll_ready({}), 0u);
    EXPECT_EQ(idle.send(ready.endpoint(), "x"), 1u);
    EXPECT_TRUE(poll_wait(entries, UINT64_MAX));
    EXPECT_EQ(poll_ready(entries), 2u);
    EXPECT_EQ(poll_ready({entries + 1, 1}), 1u);
    EXPECT_EQ(poll_ready(entries), 2u) << "nothing was taken";
    EXPECT_EQ(ready.receive_one().text, "x");
    EXPECT_EQ(poll_ready(entries), 0u);
}

TEST_F(Poller, WaitsWithoutDescriptors) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(poll_wait({}, 2'000));
    EXPECT_GE(elapsed_us(start), 2'000u);
}

TEST_F(Poller, IgnoresClosedEntries) {
    const PollEntry entries[] = {{-1, true}, ready.socket.poll_entry(), {-1, false}};
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(poll_wait(entries, 2'000));
    EXPECT_GE(elapsed_us(start), 2'000u);
    EXPECT_EQ(poll_ready(entries), 0u);
    EXPECT_EQ(idle.send(ready.endpoint(), "x"), 1u);
    EXPECT_TRUE(poll_wait(entries, UINT64_MAX));
    EXPECT_EQ(poll_ready(entries), 2u);
}

TEST_F(Poller, ReturnsWhenOneIsReadable) {
    const PollEntry entries[] = {idle.socket.poll_entry(), ready.socket.poll_entry()};
    EXPECT_EQ(idle.send(ready.endpoint(), "x"), 1u);
    EXPECT_TRUE(poll_wait(entries, UINT64_MAX));
    EXPECT_EQ(ready.receive_one().text, "x");
}

TEST_F(Poller, AcceptsAnyTimeout) {
    const PollEntry entry = ready.socket.poll_entry();
    EXPECT_EQ(idle.send(ready.endpoint(), "x"), 1u);
    EXPECT_TRUE(poll_wait({&entry, 1}, UINT64_MAX - 1));
    EXPECT_TRUE(poll_wait({&entry, 1}, std::uint64_t{1} << 52));
}

TEST_F(Poller, TakesSixtyFourDescriptors) {
    std::vector<PollEntry> entries(63, idle.socket.poll_entry());
    entries.push_back(ready.socket.poll_entry());
    EXPECT_EQ(idle.send(ready.endpoint(), "x"), 1u);
    EXPECT_TRUE(poll_wait(entries, UINT64_MAX));
}

TEST_F(Poller, PublicWaitEndsAtItsDeadline) {
    const PollEntry entry = idle.socket.poll_entry();
    const TimeUs deadline_us = monotonic_us() + 2'500;
    EXPECT_TRUE(wait({&entry, 1}, deadline_us));
    EXPECT_GE(monotonic_us(), deadline_us);
    EXPECT_TRUE(wait({&entry, 1}, 0));  // long past
    EXPECT_EQ(idle.send(ready.endpoint(), "x"), 1u);
    const PollEntry ready_entry = ready.socket.poll_entry();
    EXPECT_TRUE(wait({&ready_entry, 1}, never_us));
}

TEST(Clock, NeverGoesBack) {
    TimeUs last_us = clock_us();
    for (int i = 0; i < 10'000; ++i) {
        const TimeUs now_us = clock_us();
        ASSERT_GE(now_us, last_us);
        last_us = now_us;
    }
}

TEST(Clock, CountsMicroseconds) {
    const auto start = std::chrono::steady_clock::now();
    const TimeUs start_us = clock_us();
    EXPECT_TRUE(poll_wait({}, 5'000));
    const TimeUs passed_us = clock_us() - start_us;
    EXPECT_GE(passed_us, 5'000u - 1);
    EXPECT_LE(passed_us, elapsed_us(start) + 1);
}

}  // namespace
}  // namespace mpdisc::platform
