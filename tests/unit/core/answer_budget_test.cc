// SPDX-License-Identifier: MIT
#include "core/answers/answer_budget.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/unit/core/addresses.h"

namespace mpdisc::test {
namespace {

using core::Trust;

constexpr TimeUs second_us = 1'000'000;

TEST(RateMeter, grants_the_rate_and_twice_as_much_after_a_rest) {
    core::RateMeter meter;
    EXPECT_EQ(meter.left(0, 1000), 2000U);
    meter.spend(0, 1000, 2000);
    EXPECT_EQ(meter.left(0, 1000), 0U);
    EXPECT_EQ(meter.left(second_us / 2, 1000), 500U);
    EXPECT_EQ(meter.left(second_us * 3, 1000), 2000U);
    EXPECT_EQ(meter.left(second_us * 3000, 1000), 2000U);
}

TEST(RateMeter, grants_the_whole_rate_in_many_small_steps) {
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

TEST(RateMeter, grants_nothing_until_a_debt_is_paid) {
    core::RateMeter meter;
    meter.spend(0, 1000, 5000);
    EXPECT_EQ(meter.left(3 * second_us, 1000), 0U);
    EXPECT_EQ(meter.left(4 * second_us, 1000), 1000U);
}

TEST(RateMeter, grants_everything_without_a_rate) {
    core::RateMeter meter;
    meter.spend(0, 0, UINT64_MAX);
    EXPECT_EQ(meter.left(0, 0), UINT64_MAX);
}

class AnswerBudgetTest : public testing::Test {
   protected:
    static constexpr std::uint64_t cost = 4096;

    /// The bytes that the answers to one more request may take; no value if the request is dropped.
    std::optional<std::uint64_t> granted(const core::Requester& requester) {
        core::Allowance allowance;
        if (!budget.grant(now_us, requester, allowance)) return std::nullopt;
        return allowance.left();
    }
    bool is_dropped(const core::Requester& requester) { return !granted(requester); }
    /// Spends `bytes` on the answers to one more request.
    void spend(const core::Requester& requester, std::uint64_t bytes) {
        if (granted(requester)) budget.spend(now_us, bytes);
    }
    /// Leaves less of the strangers' share than one request costs.
    void use_up_share_of_strangers(std::uint32_t first = 0) {
        constexpr std::uint64_t share = 200'000;
        for (std::uint64_t n = 0; (n + 1) * (10'000 + cost) <= share; ++n) {
            spend(stranger(address(first + static_cast<std::uint32_t>(n))), 10'000);
        }
    }
    /// Asks until a request is dropped. Returns the number of granted requests.
    int ask_without_end(const core::Requester& requester) {
        int count = 0;
        for (; granted(requester); ++count) budget.spend(now_us, 0);
        return count;
    }

    static core::Requester stranger(std::string_view address, std::size_t size = 1232) {
        return {endpoint(address, 5000), Trust::stranger, size, false};
    }
    static core::Requester proven(std::string_view address) {
        return {endpoint(address, 5000), Trust::proven, 100, false};
    }
    static core::Requester local(std::uint16_t port) {
        return {endpoint("127.0.0.1", port), Trust::stranger, 21, true};
    }
    static std::string address(std::uint32_t number) {
        return "10." + std::to_string(number >> 16) + "." + std::to_string(number >> 8 & 255) +
               "." + std::to_string(number & 255);
    }

    TimeUs now_us = 100 * second_us;
    core::AnswerBudget budget{{400'000, 3'200'000}, 7};
};

TEST_F(AnswerBudgetTest, strangers_get_sixteen_times_what_they_sent) {
    EXPECT_EQ(granted(stranger("192.0.2.1", 21)), 336U);
    EXPECT_EQ(granted(stranger("192.0.2.1", 1232)), 19'712U);
    EXPECT_EQ(granted(proven("192.0.2.1")), 800'000U - cost);
}

TEST_F(AnswerBudgetTest, undated_request_gets_the_smallest_answer) {
    EXPECT_EQ(granted({endpoint("192.0.2.1", 1), Trust::undated, 1232, false}), 0U);
}

TEST_F(AnswerBudgetTest, each_client_has_its_own_budget) {
    spend(proven("192.0.2.1"), 800'000);
    EXPECT_TRUE(is_dropped(proven("192.0.2.1")));
    EXPECT_EQ(granted(proven("192.0.2.2")), 800'000U - cost);
    now_us += second_us;
    EXPECT_EQ(granted(proven("192.0.2.1")), 400'000U - 2 * cost);
}

TEST_F(AnswerBudgetTest, each_program_of_this_host_has_its_own_share) {
    EXPECT_EQ(granted(local(1000)), 50'000U - cost);
    EXPECT_EQ(ask_without_end(local(1000)), 50'000 / 4096);
    EXPECT_EQ(granted(local(1001)), 50'000U - cost);
}

TEST_F(AnswerBudgetTest,
       forger_of_a_known_address_does_not_use_up_the_budget_for_requests_with_a_token) {
    EXPECT_TRUE(granted(proven("192.0.2.1")));
    (void)ask_without_end(stranger("192.0.2.1"));
    EXPECT_TRUE(is_dropped(stranger("192.0.2.1")));
    EXPECT_EQ(granted(proven("192.0.2.1")), 800'000U - cost);
}

TEST_F(AnswerBudgetTest, requests_without_answers_use_up_the_budget) {
    EXPECT_EQ(ask_without_end(proven("192.0.2.1")), 800'000 / 4096);
}

TEST_F(AnswerBudgetTest, rate_of_zero_means_no_limit) {
    core::AnswerBudget unlimited({0, 0}, 7);
    core::Allowance allowance;
    for (int n = 0; n < 10'000; ++n) {
        ASSERT_TRUE(unlimited.grant(now_us, proven("192.0.2.1"), allowance));
        unlimited.spend(now_us, 1'000'000);
    }
    EXPECT_GE(allowance.left(), UINT64_MAX / 2);
    ASSERT_TRUE(unlimited.grant(now_us, stranger("192.0.2.1", 21), allowance));
    EXPECT_EQ(allowance.left(), 336U) << "a stranger's address may be forged even then";
}

TEST_F(AnswerBudgetTest, strangers_do_not_use_up_the_budget_of_others) {
    use_up_share_of_strangers();
    EXPECT_EQ(granted(proven("192.0.2.1")), 800'000U - cost);
    EXPECT_EQ(granted(local(1000)), 50'000U - cost);
}

TEST_F(AnswerBudgetTest, stranger_gets_the_smallest_answer_when_the_share_of_strangers_is_used_up) {
    use_up_share_of_strangers();
    EXPECT_EQ(granted(stranger("192.0.2.1")), 0U);
    EXPECT_TRUE(is_dropped(stranger("192.0.2.1"))) << "only the first request gets it";
    now_us += 2 * second_us;
    use_up_share_of_strangers();
    EXPECT_EQ(granted(stranger("192.0.2.1")), 0U);
}

TEST_F(AnswerBudgetTest, smallest_answers_to_strangers_are_bounded_too) {
    use_up_share_of_strangers();
    int answered = 0;
    for (std::uint32_t n = 0; n < 10'000; ++n) {
        if (!granted(stranger(address(1'000 + n)))) continue;
        budget.spend(now_us, 0);
        ++answered;
    }
    EXPECT_EQ(answered, 200'000 / 4096);
}

TEST_F(AnswerBudgetTest, client_with_a_proved_address_stays_known_for_two_minutes) {
    EXPECT_TRUE(granted(proven("192.0.2.1")));
    use_up_share_of_strangers();
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 1'600U);
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 1'600U);
    now_us += 121 * second_us;
    use_up_share_of_strangers();
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 0U);
}

TEST_F(AnswerBudgetTest, all_clients_together_share_the_hosts_budget) {
    for (std::uint32_t n = 0; n < 16; ++n) {
        EXPECT_TRUE(granted(proven(address(n))));
        spend(proven(address(n)), 400'000 - cost);
    }
    EXPECT_EQ(granted(proven(address(100))), 0U);
    now_us += second_us / 2;
    EXPECT_EQ(granted(proven(address(101))), 800'000U - cost);
}

TEST_F(AnswerBudgetTest, flood_of_strangers_displaces_no_known_client) {
    EXPECT_TRUE(granted(proven("192.0.2.1")));
    for (std::uint32_t n = 0; n < 20 * limits::rate_clients_max; ++n) {
        (void)granted(stranger(address(n)));
        spend(stranger(address(n)), 0);
    }
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 1'600U);
}

TEST_F(AnswerBudgetTest, programs_of_this_host_displace_no_known_client) {
    EXPECT_TRUE(granted(proven("192.0.2.1")));
    for (std::uint32_t n = 0; n < 60'000; ++n) {
        (void)granted({endpoint("127.0.0.1", static_cast<std::uint16_t>(1'000 + n)), Trust::proven,
                       100, true});
    }
    use_up_share_of_strangers();
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 1'600U);
}

TEST_F(AnswerBudgetTest, undated_requests_do_not_use_up_the_share_of_strangers) {
    int answered = 0;
    for (std::uint32_t n = 0; n < 1'000; ++n) {
        if (!granted({endpoint(address(n), 1), Trust::undated, 1232, false})) continue;
        budget.spend(now_us, 0);
        ++answered;
    }
    EXPECT_EQ(answered, 200'000 / 4096);
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 1'600U);
}

TEST_F(AnswerBudgetTest, new_client_becomes_known_when_the_table_of_known_clients_is_full) {
    for (std::uint32_t n = 0; n < 2 * limits::rate_clients_max; ++n) {
        (void)granted(proven(address(n)));
        now_us += 100;
    }
    EXPECT_TRUE(granted(proven("192.0.2.1")));
    use_up_share_of_strangers(100'000);
    EXPECT_EQ(granted(stranger("192.0.2.1", 100)), 1'600U);
}

}  // namespace
}  // namespace mpdisc::test
