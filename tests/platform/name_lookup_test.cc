// SPDX-License-Identifier: MIT
#include "platform/name_lookup.h"

#include <gtest/gtest.h>

#include <array>

namespace mpdisc::platform {
namespace {

TEST(NameLookup, finds_this_host_by_the_name_that_each_system_has) {
    std::array<IpAddress, 8> found;
    const NameLookup lookup = look_up_host("localhost", Family::any, found);
    ASSERT_NE(lookup.count, 0U);
    ASSERT_LE(lookup.count, found.size());
    EXPECT_EQ(lookup.error, nullptr);
    for (std::size_t n = 0; n < lookup.count; ++n) EXPECT_TRUE(found[n].is_loopback());
}

TEST(NameLookup, gives_addresses_of_the_wanted_family_once) {
    std::array<IpAddress, 8> found;
    EXPECT_EQ(look_up_host("192.0.2.1", Family::ipv4, found).count, 1U);
    EXPECT_EQ(found[0], IpAddress::v4(192, 0, 2, 1));
    EXPECT_EQ(look_up_host("2001:db8::1", Family::ipv6, found).count, 1U);
    EXPECT_EQ(to_text(found[0]).view(), "2001:db8::1");
    const NameLookup other = look_up_host("192.0.2.1", Family::ipv6, found);
    EXPECT_EQ(other.count, 0U);
    EXPECT_NE(other.error, nullptr);
}

TEST(NameLookup, counts_addresses_without_room) {
    EXPECT_EQ(look_up_host("192.0.2.1", Family::any, {}).count, 1U);
}

TEST(NameLookup, tells_why_a_name_has_no_address) {
    std::array<IpAddress, 8> found;
    const NameLookup lookup = look_up_host("a..b", Family::any, found);
    EXPECT_EQ(lookup.count, 0U);
    ASSERT_NE(lookup.error, nullptr);
    EXPECT_STRNE(lookup.error, "");
}

}  // namespace
}  // namespace mpdisc::platform
