// SPDX-License-Identifier: MIT
#include "core/neighbourhood/announcer.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace mpdisc::core {
namespace {

constexpr TimeUs second = 1'000'000;

class AnnouncerTest : public testing::Test {
   protected:
    using Due = Announcer::Due;
    /// What is sent until then, and when, in milliseconds from the start.
    std::vector<std::pair<TimeUs, Due>> sent_until(TimeUs end) {
        std::vector<std::pair<TimeUs, Due>> sent;
        while (announcer.next_deadline_us() <= start + end) {
            now = std::max(now, announcer.next_deadline_us());
            const Due due = announcer.next(now, random);
            EXPECT_NE(due, Due::nothing);
            sent.emplace_back((now - start) / 1'000, due);
        }
        now = start + end;
        return sent;
    }
    using Sent = std::vector<std::pair<TimeUs, Due>>;

    Random random{{1, 2, 3, 4}};
    static constexpr TimeUs start = 100 * second;
    TimeUs now = start;
    Announcer announcer{60};
};

TEST_F(AnnouncerTest, announces_an_event_at_once_and_repeats_it_twice) {
    announcer.note_event(now, true);
    EXPECT_EQ(
        sent_until(50 * second),
        (Sent{{0, Due::announcement}, {1'000, Due::announcement}, {3'000, Due::announcement}}));
}

TEST_F(AnnouncerTest, announces_from_time_to_time_up_to_a_tenth_sooner) {
    announcer.note_event(now, true);
    (void)sent_until(3 * second);
    const Sent sent = sent_until(3'600 * second);
    EXPECT_GE(sent.size(), 60U);
    EXPECT_LE(sent.size(), 67U);
    bool differs = false;
    for (std::size_t n = 1; n < sent.size(); ++n) {
        const TimeUs gap = sent[n].first - sent[n - 1].first;
        EXPECT_GE(gap, 53'999U);
        EXPECT_LE(gap, 60'001U);
        differs = differs || gap != sent[1].first - sent[0].first;
    }
    EXPECT_TRUE(differs);
    EXPECT_EQ(announcer.lifetime_s(), 180U);
}

TEST_F(AnnouncerTest, announces_four_events_at_once_and_then_four_a_second) {
    Sent sent;
    for (int n = 0; n < 150; ++n) {
        announcer.note_event(now, true);
        for (const auto& each : sent_until(now - start + 10'000)) sent.push_back(each);
    }
    std::vector<TimeUs> times;
    for (const auto& each : sent) times.push_back(each.first);
    EXPECT_EQ(times, (std::vector<TimeUs>{0, 10, 20, 30, 250, 500, 750, 1'000, 1'250, 1'500}));
}

TEST_F(AnnouncerTest, announces_four_events_at_once_again_after_a_rest) {
    for (const TimeUs rest : {0, 250, 500, 1'000, 3'600'000}) {
        for (int n = 0; n < 10; ++n) {
            announcer.note_event(now, true);
            (void)announcer.next(now, random);
        }
        now += rest * 1'000;
        TimeUs count = 0;
        for (announcer.note_event(now, true); announcer.next(now, random) != Due::nothing;
             ++count) {
            announcer.note_event(now, true);
        }
        EXPECT_EQ(count, std::min<TimeUs>(rest / 250, 4)) << rest;
    }
}

TEST_F(AnnouncerTest, announces_the_last_state_always) {
    std::size_t count = 0;
    for (int n = 0; n < 1'000; ++n) {
        announcer.note_event(now, n % 2 == 0 || n == 999);
        count += sent_until(now - start + 10'000).size();
    }
    EXPECT_LE(count, 4 + 40U);
    const Sent last = sent_until(now - start + 50 * second);
    ASSERT_GE(last.size(), 2U) << "the rest of the last event";
    for (const auto& each : last) EXPECT_EQ(each.second, Due::announcement);
}

TEST_F(AnnouncerTest, host_without_services_announces_nothing) {
    announcer.note_event(now, false);
    EXPECT_EQ(announcer.next_deadline_us(), never_us);
    EXPECT_EQ(announcer.next(now, random), Due::nothing);
}

TEST_F(AnnouncerTest, tells_that_the_services_are_gone) {
    announcer.note_event(now, true);
    (void)sent_until(10 * second);
    announcer.note_event(now, false);
    EXPECT_EQ(sent_until(3'600 * second),
              (Sent{{10'000, Due::farewell}, {11'000, Due::farewell}, {13'000, Due::farewell}}));
    announcer.note_event(now, false);
    EXPECT_EQ(announcer.next_deadline_us(), never_us) << "everyone knows";
}

TEST_F(AnnouncerTest, services_that_go_before_they_were_announced_are_not_mentioned) {
    announcer.note_event(now, true);
    announcer.note_event(now, false);
    EXPECT_TRUE(sent_until(100 * second).empty());
}

TEST_F(AnnouncerTest, interval_0_announces_nothing) {
    announcer = Announcer(0);
    announcer.note_event(now, true);
    EXPECT_EQ(announcer.next_deadline_us(), never_us);
}

TEST_F(AnnouncerTest, short_interval_holds_during_the_repetitions) {
    announcer = Announcer(1);
    announcer.note_event(now, true);
    const Sent sent = sent_until(10 * second);
    EXPECT_GE(sent.size(), 10U);
    EXPECT_LE(sent.size(), 12U);
}

}  // namespace
}  // namespace mpdisc::core
