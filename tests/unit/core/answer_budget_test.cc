// SPDX-License-Identifier: MIT
#include "core/answer_budget.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/core/addresses.h"

namespace mpdisc::test {
namespace {

using core::Trust;

constexpr TimeUs second_us = 1'000'000;

TEST(RateMeter, lets_the_rate_pass_and_twice_as_much_after_a_rest) {
    core::RateMeter meter;
    EXPECT_EQ(meter.left(0, 1000), 2000U);
    meter.spend(0, 1000, 2000);
    EXPECT_EQ(meter.left(0, 1000), 0U);
    EXPECT_EQ(meter.left(second_us / 2, 1000), 500U);
    EXPECT_EQ(meter.left(second_us * 3, 1000), 2000U);
    EXPECT_EQ(meter.left(second_us * 3000, 1000), 2000U);
}

TEST(RateMeter, loses_nothing_to_many_small_steps) {
    core::RateMeter meter;
    meter.spend(0, 64 * 1024, 128 * 1024);
    std::uint64_t passed = 0;
    for (TimeUs now_us = 0; now_us < second_us; now_us += 5) {
        if (meter.left(now_us, 64 * 1024) < 64) continue;
        meter.spend(now_us, 64 * 1024, 64);
        passed += 64;
    }
    EXPECT_NEAR(static_cast<double>(passed), 64 * 1024, 1024);
}

TEST(RateMeter, pays_a_debt_back) {
    core::RateMeter meter;
    meter.spend(0, 1000, 5000);
    EXPECT_EQ(meter.left(3 * second_us, 1000), 0U);
    EXPECT_EQ(meter.left(4 * second_us, 1000), 1000U);
}

TEST(RateMeter, of_no_rate_lets_all_pass) {
    core::RateMeter meter;
    meter.spend(0, 0, UINT64_MAX);
    EXPECT_EQ(meter.left(0, 0), UINT64_MAX);
}

class AnswerBudgetTest : public testing::Test {
   protected:
    std::uint64_t granted(const core::Asker& asker) {
        core::Allowance allowance;
        return budget.grant(now_us, asker, allowance) ? allowance.left() : 0;
    }
    void spend(const core::Asker& asker, std::uint64_t bytes) {
        budget.spend(now_us, asker, bytes);
    }

    static core::Asker stranger(std::string_view address, std::size_t size = 1232) {
        return {ip(address), Trust::stranger, size, 120};
    }
    static core::Asker proven(std::string_view address) {
        return {ip(address), Trust::proven, 100, 120};
    }
    static std::string address(std::uint32_t number) {
        return "10." + std::to_string(number >> 16) + "." + std::to_string(number >> 8 & 255) +
               "." + std::to_string(number & 255);
    }

    TimeUs now_us = 100 * second_us;
    core::AnswerBudget budget{{100'000, 400'000}, 7};
};

TEST_F(AnswerBudgetTest, strangers_get_sixteen_times_what_they_sent) {
    EXPECT_EQ(granted(stranger("192.0.2.1", 21)), 336U);
    EXPECT_EQ(granted(stranger("192.0.2.1", 1232)), 19'712U);
    EXPECT_EQ(granted(proven("192.0.2.1")), 200'000U);
}

TEST_F(AnswerBudgetTest, whoever_asks_at_no_known_time_gets_the_least_answer) {
    core::Allowance allowance;
    EXPECT_TRUE(budget.grant(now_us, {ip("192.0.2.1"), Trust::undated, 1232, 120}, allowance));
    EXPECT_EQ(allowance.left(), 0U);
}

TEST_F(AnswerBudgetTest, programs_of_this_host_have_no_limit) {
    const core::Asker local{ip("127.0.0.1"), Trust::local, 21, 0};
    for (int n = 0; n < 1000; ++n) spend(local, 1'000'000);
    EXPECT_EQ(granted(local), UINT64_MAX);
}

TEST_F(AnswerBudgetTest, each_client_has_its_own) {
    spend(proven("192.0.2.1"), 200'000);
    EXPECT_EQ(granted(proven("192.0.2.1")), 0U);
    EXPECT_EQ(granted(proven("192.0.2.2")), 200'000U);
    now_us += second_us;
    EXPECT_EQ(granted(proven("192.0.2.1")), 100'000U);
}

TEST_F(AnswerBudgetTest, whoever_has_used_his_up_gets_not_even_the_least_answer) {
    spend(stranger("192.0.2.1"), 200'000);
    core::Allowance allowance;
    EXPECT_FALSE(budget.grant(now_us, stranger("192.0.2.1"), allowance));
    EXPECT_TRUE(budget.grant(now_us, stranger("192.0.2.2"), allowance));
}

TEST_F(AnswerBudgetTest, requests_without_answers_cost_something) {
    for (int n = 0; n < 200'000 / 120; ++n) spend(proven("192.0.2.1"), 0);
    EXPECT_EQ(granted(proven("192.0.2.1")), 0U);
}

TEST_F(AnswerBudgetTest, all_strangers_together_have_an_eighth_of_the_hosts) {
    for (std::uint32_t n = 0; n < 100; ++n) spend(stranger(address(n)), 1'000);
    core::Allowance allowance(0);
    EXPECT_TRUE(budget.grant(now_us, stranger(address(500)), allowance)) << "the least answer";
    EXPECT_EQ(allowance.left(), 0U);
    EXPECT_EQ(granted(proven("192.0.2.1")), 200'000U) << "who is none is not kept waiting";
}

TEST_F(AnswerBudgetTest, all_clients_together_have_the_hosts) {
    for (std::uint32_t n = 0; n < 8; ++n) spend(proven(address(n)), 100'000);
    EXPECT_EQ(granted(proven(address(100))), 0U);
    now_us += second_us / 2;
    EXPECT_EQ(granted(proven(address(100))), 200'000U);
}

TEST_F(AnswerBudgetTest, more_clients_than_it_has_room_for_lock_nobody_out) {
    const core::Asker honest = proven("192.0.2.1");
    for (std::uint32_t n = 0; n < 100 * limits::rate_clients_max; ++n) {
        spend(stranger(address(n)), 1'000'000);
        ASSERT_EQ(granted(honest), 200'000U) << n;
    }
}

}  // namespace
}  // namespace mpdisc::test
