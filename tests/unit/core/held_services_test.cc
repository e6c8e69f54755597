// SPDX-License-Identifier: MIT
#include "core/watch/held_services.h"

#include <gtest/gtest.h>

namespace mpdisc::core {
namespace {

class HeldServicesTest : public testing::Test {
   protected:
    HeldServicesTest() { EXPECT_TRUE(held.reserve(10)); }

    HeldServices held;
};

TEST_F(HeldServicesTest, service_without_a_path_is_held_by_none) {
    EXPECT_FALSE(held.has(3, 1));
    EXPECT_FALSE(held.has_any(3));
    EXPECT_FALSE(held.has(10, 1)) << "no such service";
    EXPECT_FALSE(held.has_any(10));
}

TEST_F(HeldServicesTest, service_is_held_until_its_last_path_is_gone) {
    EXPECT_TRUE(held.add(3, 1));
    EXPECT_TRUE(held.add(3, 2));
    EXPECT_TRUE(held.has(3, 1));
    EXPECT_TRUE(held.has(3, 2));
    EXPECT_FALSE(held.has(3, 4));
    EXPECT_FALSE(held.has(4, 1));
    held.remove(3, 1);
    EXPECT_FALSE(held.has(3, 1));
    EXPECT_TRUE(held.has_any(3));
    held.remove(3, 2);
    EXPECT_FALSE(held.has_any(3));
}

TEST_F(HeldServicesTest, path_that_is_added_twice_counts_once) {
    EXPECT_TRUE(held.add(3, 1));
    EXPECT_TRUE(held.add(3, 1));
    held.remove(3, 1);
    EXPECT_FALSE(held.has_any(3));
    held.remove(3, 1);
    EXPECT_FALSE(held.has_any(3));
}

TEST_F(HeldServicesTest, only_so_many_paths_of_a_service_are_remembered) {
    for (std::uint16_t path = 0; path < limits::service_paths_max; ++path) {
        EXPECT_TRUE(held.add(3, path));
    }
    const auto one_more = static_cast<std::uint16_t>(limits::service_paths_max);
    EXPECT_FALSE(held.add(3, one_more));
    EXPECT_FALSE(held.has(3, one_more));
    EXPECT_TRUE(held.add(3, 0)) << "it is known";
    held.remove(3, 0);
    EXPECT_TRUE(held.add(3, one_more));
    for (std::uint16_t path = 1; path <= limits::service_paths_max; ++path) {
        EXPECT_TRUE(held.has(3, path));
        held.remove(3, path);
    }
    EXPECT_FALSE(held.has_any(3));
}

TEST_F(HeldServicesTest, number_of_a_new_service_begins_without_paths) {
    EXPECT_TRUE(held.add(3, 1));
    held.reset(3);
    EXPECT_FALSE(held.has_any(3));
}

TEST_F(HeldServicesTest, room_for_more_services_keeps_the_paths) {
    EXPECT_TRUE(held.add(3, 1));
    EXPECT_TRUE(held.reserve(1'000));
    EXPECT_TRUE(held.has(3, 1));
    EXPECT_FALSE(held.has_any(999));
    EXPECT_TRUE(held.reserve(5)) << "there is room already";
    EXPECT_FALSE(held.has_any(999));
}

TEST_F(HeldServicesTest, finding_belongs_to_a_service_and_a_path) {
    for (const std::uint16_t path : {std::uint16_t{1}, std::uint16_t{2}})
        EXPECT_TRUE(held.add(3, path));
    EXPECT_TRUE(held.add(4, 1));
    held.note(3, 1, Finding::gone);
    held.note(4, 1, Finding::missing);
    EXPECT_EQ(held.finding(3, 1), Finding::gone);
    EXPECT_EQ(held.finding(3, 2), Finding::none);
    EXPECT_EQ(held.finding(4, 1), Finding::missing);
    EXPECT_EQ(held.finding(4, 2), Finding::none) << "it does not hold the service";
    EXPECT_EQ(held.finding(10, 1), Finding::none) << "no such service";
    EXPECT_TRUE(held.has(3, 1)) << "until it is removed";
    held.remove(3, 2);
    EXPECT_EQ(held.finding(3, 1), Finding::gone);
}

TEST_F(HeldServicesTest, service_that_the_host_lists_again_has_no_finding) {
    EXPECT_TRUE(held.add(3, 1));
    held.note(3, 1, Finding::gone);
    EXPECT_TRUE(held.add(3, 1));
    EXPECT_EQ(held.finding(3, 1), Finding::none);
}

TEST_F(HeldServicesTest, findings_of_one_path_are_forgotten_together) {
    for (const std::uint32_t service : {3, 4}) {
        for (const std::uint16_t path : {std::uint16_t{1}, std::uint16_t{2}}) {
            EXPECT_TRUE(held.add(service, path));
            held.note(service, path, Finding::missing);
        }
    }
    held.forget_findings(1);
    EXPECT_EQ(held.finding(3, 1), Finding::none);
    EXPECT_EQ(held.finding(4, 1), Finding::none);
    EXPECT_EQ(held.finding(3, 2), Finding::missing);
    EXPECT_TRUE(held.has(3, 1));
}

}  // namespace
}  // namespace mpdisc::core
