// SPDX-License-Identifier: MIT
#include "cli/health_monitor.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/unit/cli/checked_services.h"

namespace mpdisc::cli {
namespace {

constexpr TimeUs second_us = 1'000'000;
constexpr TimeUs ms_us = 1'000;

/// Services in virtual time.
class HealthMonitorTest : public testing::Test {
   protected:
    void add(std::string_view name, const ServiceCheck& check) { cli::add(plan_, name, check); }
    /// Starts the check that is due; empty if none is.
    std::string start(bool with_commands = true) {
        started_ = monitor().start_next(now_us_, with_commands);
        return started_ == nullptr ? "" : std::string(started_->name.view());
    }
    HealthChange end(bool is_success) { return monitor().end(*started_, is_success, now_us_); }
    /// Makes the next check, at the time when it is due.
    HealthChange check(bool is_success) {
        now_us_ = std::max(now_us_, monitor().next_due_us(true));
        EXPECT_NE(start(), "");
        return end(is_success);
    }
    /// The changes that these results bring, one character each.
    std::string changes(std::string_view results) {
        std::string all;
        for (const char c : results) all += "-+_?"[static_cast<int>(check(c == '1'))];
        return all;
    }
    HealthMonitor& monitor() {
        if (!monitor_) monitor_.emplace(plan_.checks);
        return *monitor_;
    }

    PlannedServices plan_;
    std::optional<HealthMonitor> monitor_;
    CheckedService* started_ = nullptr;
    TimeUs now_us_ = 500 * second_us;
};

// In these texts, + stands for a service that comes, _ for one that goes, ? for one that waits.

TEST_F(HealthMonitorTest, OffersAServiceAfterItsFirstSuccess) {
    add("a", each_second(3, 3));
    EXPECT_EQ(changes("0001"), "?--+");
    EXPECT_TRUE(health_of(plan_, "a").is_offered());
}

TEST_F(HealthMonitorTest, FollowsEachResultByDefault) {
    add("a", each_second());
    EXPECT_EQ(changes("1101001"), "+-_+_-+");
}

TEST_F(HealthMonitorTest, NeedsSoManyResultsInARow) {
    add("a", each_second(3, 2));
    EXPECT_EQ(changes("1"
                      "00100"
                      "1000"
                      "0101"
                      "11"
                      "0"),
              "+"
              "-----"
              "---_"
              "----"
              "+-"
              "-");
}

TEST_F(HealthMonitorTest, NeedsSoManyFailuresInARowAgainOnceTheServiceIsBack) {
    add("a", each_second(2, 2));
    EXPECT_EQ(changes("1"
                      "00"
                      "11"
                      "0"
                      "1"
                      "00"),
              "+"
              "-_"
              "-+"
              "-"
              "-"
              "-_");
}

TEST_F(HealthMonitorTest, HasNothingToDoWithoutServices) {
    EXPECT_EQ(monitor().next_due_us(true), never_us);
    EXPECT_EQ(start(), "");
}

TEST_F(HealthMonitorTest, ChecksOnceInEachInterval) {
    add("a", each_second());
    EXPECT_LE(monitor().next_due_us(true), now_us_) << "the first check is due at once";
    for (int n = 0; n < 5; ++n) {
        const TimeUs due_us = now_us_;
        ASSERT_EQ(start(), "a");
        EXPECT_EQ(monitor().next_due_us(true), never_us) << "it is being checked";
        EXPECT_EQ(start(), "");
        // However long the check takes.
        started_ = &plan_.checks.all()[0];
        now_us_ += 300 * ms_us;
        (void)end(true);
        EXPECT_EQ(monitor().next_due_us(true), due_us + second_us);
        EXPECT_EQ(start(), "");
        now_us_ = due_us + second_us;
    }
}

TEST_F(HealthMonitorTest, ChecksAgainAtOnceAfterACheckOfMoreThanAnInterval) {
    add("a", each_second());
    ASSERT_EQ(start(), "a");
    now_us_ += 5 * second_us;
    (void)end(false);
    EXPECT_EQ(monitor().next_due_us(true), now_us_);
    ASSERT_EQ(start(), "a");
    (void)end(false);
    EXPECT_EQ(monitor().next_due_us(true), now_us_ + second_us) << "and makes up for no others";
}

TEST_F(HealthMonitorTest, WaitsForAPortUntilTheFirstSuccess) {
    add("a", until_first_success());
    const TimeUs start_us = now_us_;
    EXPECT_EQ(changes("0001"), "?--+");
    EXPECT_EQ(now_us_, start_us + 300 * ms_us);
    EXPECT_EQ(monitor().next_due_us(true), never_us);
}

TEST_F(HealthMonitorTest, WaitsForAPortAgainIfAServiceLosesItByAReload) {
    add("a", until_first_success());
    health_of(plan_, "a").state = ServiceHealth::State::healthy;
    EXPECT_EQ(changes("001"), "_-+");
    EXPECT_EQ(monitor().next_due_us(true), never_us);
}

TEST_F(HealthMonitorTest, SpreadsTheChecksOverTheirInterval) {
    constexpr int count = 100;
    for (int n = 0; n < count; ++n) add("s" + std::to_string(n), each_second());
    const TimeUs start_us = now_us_;
    for (int n = 0; n < count; ++n) (void)check(true);
    EXPECT_EQ(now_us_, start_us) << "the first checks are due at once";
    for (int round = 0; round < 3; ++round) {
        for (int n = 1; n <= count; ++n) {
            (void)check(true);
            EXPECT_EQ(now_us_, start_us + round * second_us + n * second_us / count);
        }
    }
}

TEST_F(HealthMonitorTest, LetsNoServiceWaitForEverIfThereIsTooMuchToDo) {
    for (int n = 0; n < 50; ++n) add("s" + std::to_string(n), each_second());
    add("slow", by_command());
    std::map<std::string, int> counts;
    // Half of what would be needed: each check takes 1/25 s.
    for (int n = 0; n < 51 * 20; ++n) {
        ASSERT_NE(start(), "");
        ++counts[std::string(started_->name.view())];
        now_us_ += second_us / 25;
        (void)end(true);
    }
    for (const auto& [name, count] : counts) EXPECT_NEAR(count, 20, 1) << name;
    EXPECT_EQ(counts.size(), 51U);
}

TEST_F(HealthMonitorTest, ChecksPortsWhileNoFurtherCommandMayRun) {
    add("command", by_command());
    add("port", each_second());
    now_us_ += second_us;
    EXPECT_EQ(start(false), "port");
    (void)end(true);
    EXPECT_EQ(start(false), "");
    EXPECT_EQ(start(true), "command");
}

TEST_F(HealthMonitorTest, TriesAgainIfAServiceCouldNotBeOffered) {
    ServiceCheck until_success = each_second();
    until_success.interval_ms = 0;
    until_success.wait_ms = 100;
    add("a", until_success);
    EXPECT_EQ(check(true), HealthChange::comes);
    EXPECT_EQ(monitor().next_due_us(true), never_us);
    monitor().try_again(*started_, now_us_);
    EXPECT_FALSE(health_of(plan_, "a").is_offered());
    EXPECT_EQ(monitor().next_due_us(true), now_us_ + 100 * ms_us);
    EXPECT_EQ(check(true), HealthChange::comes);
}

}  // namespace
}  // namespace mpdisc::cli
