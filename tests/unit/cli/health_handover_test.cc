// SPDX-License-Identifier: MIT
#include "cli/health_handover.h"

#include <gtest/gtest.h>

#include "tests/unit/cli/checked_services.h"

namespace mpdisc::cli {
namespace {

using State = ServiceHealth::State;

class HealthHandoverTest : public testing::Test {
   protected:
    /// Makes it a service whose second check runs.
    void be_checked(std::string_view name, State state) {
        ServiceHealth& health = health_of(before_, name);
        health = {state, 2, true, true, 4711};
    }
    [[nodiscard]] bool hand_over() { return hand_health_over(before_, after_); }

    PlannedServices before_;
    PlannedServices after_;
};

TEST_F(HealthHandoverTest, KeepsAllOfTheSameCheck) {
    add(before_, "a", each_second(3));
    add(after_, "A", each_second(3), 80);
    be_checked("a", State::unhealthy);
    EXPECT_FALSE(hand_over());
    const ServiceHealth& health = health_of(after_, "a");
    EXPECT_EQ(health.state, State::unhealthy);
    EXPECT_EQ(health.against, 2);
    EXPECT_TRUE(health.is_being_checked);
    EXPECT_EQ(health.due_us, 4711U);
}

TEST_F(HealthHandoverTest, BeginsAnotherCheckAnewAndKeepsTheState) {
    for (const State state : {State::healthy, State::unhealthy, State::untried}) {
        before_ = {};
        after_ = {};
        add(before_, "a", by_command(each_second(), "true"));
        add(after_, "a", by_command(each_second(), "false"));
        be_checked("a", state);
        EXPECT_TRUE(hand_over());
        const ServiceHealth& health = health_of(after_, "a");
        EXPECT_EQ(health.state, state);
        EXPECT_EQ(health.against, 0);
        EXPECT_FALSE(health.is_being_checked);
        EXPECT_EQ(health.due_us, 0U);
    }
}

TEST_F(HealthHandoverTest, KeepsAServiceThatHadNoCheck) {
    add(before_, "a");
    add(after_, "a", each_second());
    EXPECT_TRUE(hand_over());
    EXPECT_TRUE(health_of(after_, "a").is_offered());
}

TEST_F(HealthHandoverTest, BeginsWithANewServiceAtItsBeginning) {
    add(before_, "a", each_second());
    be_checked("a", State::healthy);
    add(after_, "a", each_second());
    add(after_, "b", each_second());
    EXPECT_TRUE(hand_over());
    EXPECT_EQ(health_of(after_, "b").state, State::untried);
}

TEST_F(HealthHandoverTest, NoticesACheckThatIsRemoved) {
    add(before_, "a", each_second());
    add(after_, "a");
    EXPECT_TRUE(hand_over());
}

}  // namespace
}  // namespace mpdisc::cli
