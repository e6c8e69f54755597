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

}  // namespace
}  // namespace mpdisc::core
