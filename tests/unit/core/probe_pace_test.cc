// SPDX-License-Identifier: MIT
#include "core/search/probe_pace.h"

#include <gtest/gtest.h>

#include <vector>

namespace mpdisc::core {
namespace {

constexpr TimeUs ms = 1'000;

/// The owner of a pace. It has the clock, and makes each attempt when it is due.
class ProbePaceTest : public testing::Test {
   protected:
    ProbePaceTest() { begin(0); }

    void begin(TimeUs patience_us, bool only_second = false) {
        pace.begin(now_us, patience_us, only_second);
        began_us = now_us;
    }

    /// Makes the next attempt at its time; returns how long that took.
    TimeUs attempt(TimeUs window_us = 0, bool has_all = false) {
        const TimeUs waited_us = pace.due_us() - now_us;
        now_us = pace.due_us();
        pace.note_attempt(now_us, window_us, has_all);
        ++attempts;
        return waited_us;
    }
    /// Makes attempts that bring nothing.
    std::vector<TimeUs> gaps_ms(int count, bool has_all = false) {
        std::vector<TimeUs> gaps;
        for (int i = 0; i < count; ++i) gaps.push_back(attempt(0, has_all) / ms);
        return gaps;
    }
    /// That attempt finds `count` services.
    void find(int count, std::uint8_t by_attempt) {
        for (int i = 0; i < count; ++i) pace.note_found(now_us, by_attempt, by_attempt > 1);
    }
    /// How many attempts without news are needed from now on until it is quiet.
    int attempts_until_quiet() {
        for (int silent = 0; silent < 100; ++silent) {
            now_us = pace.due_us();
            if (pace.is_quiet(now_us)) return silent;
            pace.note_attempt(now_us, 0, true);
        }
        return 100;
    }
    [[nodiscard]] TimeUs time_left_us() const { return pace.due_us() - now_us; }

    /// Makes attempts without news until it is quiet. Returns their times since the beginning, and
    /// the time of the end.
    std::vector<TimeUs> times_until_quiet_ms() {
        std::vector<TimeUs> times;
        while (times.size() < 100) {
            now_us = pace.due_us();
            times.push_back((now_us - began_us) / ms);
            if (pace.is_quiet(now_us)) break;
            pace.note_attempt(now_us, 0, true);
        }
        return times;
    }

    TimeUs now_us = 7'000 * ms;
    TimeUs began_us = 0;
    ProbePace pace;
    int attempts = 0;
};

TEST_F(ProbePaceTest, first_attempt_is_due_at_once) {
    EXPECT_EQ(pace.due_us(), now_us);
    EXPECT_FALSE(pace.is_quiet(now_us));
}

TEST_F(ProbePaceTest, nothing_is_due_before_it_begins) {
    EXPECT_EQ(ProbePace{}.due_us(), never_us);
}

TEST_F(ProbePaceTest, gaps_double_up_to_a_quarter_second_and_after_twenty_silent_ones_to_a_second) {
    std::vector<TimeUs> expected = {0, 20, 40, 80, 160};
    expected.resize(21, 250);
    expected.insert(expected.end(), {500, 1000, 1000, 1000});
    EXPECT_EQ(gaps_ms(25), expected);
}

TEST_F(ProbePaceTest, gaps_stay_short_while_nothing_is_known_to_be_missing) {
    attempt();
    find(1, 1);
    attempt(0, true);
    EXPECT_EQ(gaps_ms(30, true), std::vector<TimeUs>(30, 20));
}

TEST_F(ProbePaceTest, gaps_double_from_the_shortest_one_once_something_is_missing) {
    attempt();
    find(1, 1);
    gaps_ms(10, true);
    EXPECT_EQ(gaps_ms(4), (std::vector<TimeUs>{20, 40, 80, 160}));
}

TEST_F(ProbePaceTest, news_makes_the_next_attempt_earlier) {
    gaps_ms(12);
    ASSERT_EQ(time_left_us(), 250 * ms);
    now_us += 3 * ms;
    pace.note_news(now_us);
    EXPECT_EQ(time_left_us(), 20 * ms);
    // The gaps begin with the shortest one again.
    EXPECT_EQ(gaps_ms(4), (std::vector<TimeUs>{20, 20, 40, 80}));
}

TEST_F(ProbePaceTest, found_service_is_news) {
    gaps_ms(12);
    now_us += 3 * ms;
    pace.note_found(now_us, 12, true);
    EXPECT_EQ(time_left_us(), 20 * ms);
    EXPECT_FALSE(pace.is_quiet(now_us));
}

TEST_F(ProbePaceTest, attempt_waits_for_the_window_of_the_attempt_before) {
    attempt(100 * ms);
    EXPECT_EQ(time_left_us(), 120 * ms);
    now_us += 5 * ms;
    pace.note_news(now_us);
    EXPECT_EQ(time_left_us(), 115 * ms) << "news makes it no earlier";
    now_us += 95 * ms;
    pace.note_news(now_us);
    EXPECT_EQ(time_left_us(), 20 * ms);
    now_us += 2 * ms;
    pace.note_news(now_us);
    EXPECT_EQ(time_left_us(), 20 * ms) << "a late answer puts it off";
}

TEST_F(ProbePaceTest, attempt_waits_for_the_window_and_for_the_grown_gap) {
    gaps_ms(12);
    attempt(100 * ms);
    EXPECT_EQ(time_left_us(), 350 * ms);
    pace.note_news(now_us);
    EXPECT_EQ(time_left_us(), 120 * ms);
}

TEST_F(ProbePaceTest, stream_of_news_puts_an_attempt_off_by_200_ms_and_no_more) {
    attempt(50 * ms);
    const TimeUs due_us = pace.due_us();
    for (int i = 0; i < 1000 && pace.due_us() > now_us; ++i) {
        now_us += ms;
        pace.note_news(now_us);
    }
    EXPECT_EQ(pace.due_us(), now_us);
    EXPECT_EQ(now_us, due_us + 200 * ms);
    // The next attempt can be put off again.
    attempt();
    now_us += 19 * ms;
    pace.note_news(now_us);
    EXPECT_EQ(time_left_us(), 20 * ms);
}

TEST_F(ProbePaceTest, news_after_an_attempt_is_due_does_not_put_it_off) {
    attempt();
    now_us = pace.due_us() + 1'000 * ms;
    pace.note_news(now_us);
    EXPECT_LE(pace.due_us(), now_us);
}

TEST_F(ProbePaceTest, is_quiet_after_three_attempts_without_news) {
    attempt();
    find(5, 1);
    EXPECT_EQ(attempts_until_quiet(), 3);
}

TEST_F(ProbePaceTest, attempts_without_any_answer_count_as_well) {
    EXPECT_EQ(attempts_until_quiet(), 3);
}

TEST_F(ProbePaceTest, is_quiet_after_one_more_if_some_hosts_answer_only_every_second_attempt) {
    begin(0, true);
    EXPECT_EQ(attempts_until_quiet(), 4);
}

TEST_F(ProbePaceTest, confirming_attempts_are_spread_over_the_patience) {
    begin(400 * ms);
    attempt();
    find(5, 1);
    EXPECT_EQ(times_until_quiet_ms(), (std::vector<TimeUs>{20, 146, 273, 400}));
}

TEST_F(ProbePaceTest, more_attempts_are_spread_over_the_patience_if_some_are_lost) {
    begin(400 * ms);
    attempt();
    find(6, 1);
    attempt();
    find(1, 2);
    EXPECT_EQ(times_until_quiet_ms(), (std::vector<TimeUs>{40, 91, 142, 194, 245, 297, 348, 400}));
}

TEST_F(ProbePaceTest, news_near_the_end_of_the_patience_is_confirmed_in_short_gaps) {
    begin(400 * ms);
    attempt();
    find(5, 1);
    attempt(0, true);
    attempt(0, true);
    now_us = began_us + 390 * ms;
    find(1, 1);
    EXPECT_EQ(times_until_quiet_ms(), (std::vector<TimeUs>{410, 430, 450, 470}));
}

TEST_F(ProbePaceTest, is_never_quiet_before_the_patience_is_over) {
    for (const TimeUs patience_ms : {1, 19, 20, 61, 100, 399, 400, 401, 3'000, 60'000}) {
        pace = {};
        begin(patience_ms * ms);
        attempt();
        find(5, 1);
        const TimeUs end_ms = times_until_quiet_ms().back();
        EXPECT_EQ(end_ms, std::max<TimeUs>(patience_ms, 80)) << patience_ms;
    }
}

TEST_F(ProbePaceTest, after_any_news_the_count_of_attempts_without_news_begins_again) {
    attempt();
    find(5, 1);
    gaps_ms(2, true);
    now_us += ms;
    pace.note_news(now_us);
    EXPECT_EQ(attempts_until_quiet(), 3);
}

TEST_F(ProbePaceTest, is_quiet_after_seven_attempts_if_a_repetition_brought_something) {
    attempt();
    find(6, 1);
    attempt();
    find(1, 2);
    EXPECT_EQ(attempts_until_quiet(), 7);
}

TEST_F(ProbePaceTest, is_quiet_after_twelve_attempts_if_repetitions_brought_a_sixth_or_more) {
    attempt();
    find(10, 1);
    attempt();
    find(2, 2);
    EXPECT_EQ(attempts_until_quiet(), 12);
    // Late answers to the first attempt make the share of losses small again.
    find(1, 1);
    EXPECT_EQ(attempts_until_quiet(), 7);
}

TEST_F(ProbePaceTest, is_quiet_after_twelve_attempts_if_the_first_brought_nothing) {
    gaps_ms(3);
    find(2, 3);
    EXPECT_EQ(attempts_until_quiet(), 12);
}

TEST_F(ProbePaceTest, one_late_service_is_no_heavy_loss) {
    gaps_ms(3);
    find(1, 3);
    EXPECT_EQ(attempts_until_quiet(), 7);
}

TEST_F(ProbePaceTest, service_that_started_during_the_search_is_not_late) {
    attempt();
    find(2, 1);
    attempt();
    pace.note_found(now_us, 2, false);
    EXPECT_EQ(attempts_until_quiet(), 3);
}

TEST_F(ProbePaceTest, late_answer_to_the_first_attempt_is_no_loss) {
    gaps_ms(4);
    find(3, 1);
    EXPECT_EQ(attempts_until_quiet(), 3);
}

TEST_F(ProbePaceTest, services_of_the_second_attempt_after_a_crowd_are_no_loss) {
    attempt();
    find(100, 1);
    attempt();
    find(900, 2);
    EXPECT_EQ(attempts_until_quiet(), 3);
    // Services of the third attempt are.
    find(1, 3);
    EXPECT_EQ(attempts_until_quiet(), 7);
}

TEST_F(ProbePaceTest, fewer_than_a_hundred_services_are_no_crowd) {
    attempt();
    find(99, 1);
    attempt();
    find(1, 2);
    EXPECT_EQ(attempts_until_quiet(), 7);
}

TEST_F(ProbePaceTest, attempts_do_not_wrap_with_time) {
    // A whole day without news.
    for (int i = 0; i < 86'400; ++i) attempt();
    EXPECT_EQ(time_left_us(), 1'000 * ms);
    EXPECT_TRUE(pace.is_quiet(now_us));
}

}  // namespace
}  // namespace mpdisc::core
