// SPDX-License-Identifier: MIT
#include "core/answers/address_tokens.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/core/addresses.h"

namespace mpdisc::test {
namespace {

constexpr TimeUs second_us = 1'000'000;
constexpr TimeUs start_us = 90 * second_us;

class AddressTokensTest : public testing::Test {
   protected:
    core::AddressTokens tokens{{1, 2}};
    Endpoint client = endpoint("192.0.2.77", 5000);
    std::uint64_t token = tokens.make(start_us, client);
};

TEST_F(AddressTokensTest, are_valid_for_their_endpoint_only) {
    EXPECT_TRUE(tokens.is_valid(start_us, client, token));
    EXPECT_FALSE(tokens.is_valid(start_us, endpoint("192.0.2.78", 5000), token));
    EXPECT_FALSE(tokens.is_valid(start_us, endpoint("192.0.2.77", 5001), token));
    EXPECT_FALSE(tokens.is_valid(start_us, endpoint("2001:db8::1", 5000), token));
    EXPECT_FALSE(tokens.is_valid(start_us, client, token ^ 2));
    EXPECT_FALSE(tokens.is_valid(start_us, client, 0));
}

TEST_F(AddressTokensTest, are_valid_for_one_to_two_minutes) {
    EXPECT_TRUE(tokens.is_valid(start_us + 60 * second_us, client, token));
    EXPECT_FALSE(tokens.is_valid(start_us + 120 * second_us, client, token));
}

TEST_F(AddressTokensTest, are_valid_at_one_primary_only) {
    const core::AddressTokens other({1, 3});
    const core::AddressTokens another({2, 2});
    EXPECT_FALSE(other.is_valid(start_us, client, token));
    EXPECT_FALSE(another.is_valid(start_us, client, token));
}

TEST_F(AddressTokensTest, differ_between_endpoints) {
    std::set<std::uint64_t> made;
    for (std::uint16_t port = 1; port <= 1000; ++port) {
        made.insert(tokens.make(start_us, endpoint("192.0.2.77", port)));
    }
    EXPECT_EQ(made.size(), 1000U);
    EXPECT_EQ(made.count(0), 0U) << "0 stands for no token";
}

}  // namespace
}  // namespace mpdisc::test
