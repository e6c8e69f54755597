// SPDX-License-Identifier: MIT
#include "core/answers/link_claims.h"

#include <gtest/gtest.h>

#include "tests/unit/core/addresses.h"

namespace mpdisc::test {
namespace {

constexpr TimeUs second = 1'000'000;

TEST(LinkClaims, endless_broadcasts_of_one_client_displace_no_other) {
    core::LinkClaims claims;
    TimeUs now_us = second;
    claims.note(now_us, eth0, ip("10.0.0.1"));
    for (int n = 0; n < 1'000; ++n) claims.note(++now_us, eth0, ip("10.0.0.2"));
    EXPECT_TRUE(claims.has(now_us, eth0, ip("10.0.0.1")));
    EXPECT_TRUE(claims.has(now_us, eth0, ip("10.0.0.2")));
    EXPECT_FALSE(claims.has(now_us, eth1, ip("10.0.0.1"))) << "the claim is for another link";
}

TEST(LinkClaims, new_client_displaces_the_one_with_the_oldest_broadcast) {
    core::LinkClaims claims;
    TimeUs now_us = second;
    const auto client = [](std::size_t n) {
        return IpAddress::v4(10, 0, 0, static_cast<std::uint8_t>(n));
    };
    for (std::size_t n = 0; n < limits::link_claims_max; ++n)
        claims.note(++now_us, eth0, client(n));
    claims.note(++now_us, eth0, client(0));
    claims.note(++now_us, eth0, client(200));
    EXPECT_TRUE(claims.has(now_us, eth0, client(0)));
    EXPECT_FALSE(claims.has(now_us, eth0, client(1)));
    EXPECT_TRUE(claims.has(now_us, eth0, client(200)));
}

TEST(LinkClaims, claim_holds_for_a_minute) {
    core::LinkClaims claims;
    claims.note(second, eth0, ip("10.0.0.1"));
    EXPECT_TRUE(claims.has(61 * second - 1, eth0, ip("10.0.0.1")));
    EXPECT_FALSE(claims.has(61 * second, eth0, ip("10.0.0.1")));
}

}  // namespace
}  // namespace mpdisc::test
