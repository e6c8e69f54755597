// SPDX-License-Identifier: MIT
#include "core/search/roster_doubt.h"

#include <gtest/gtest.h>

namespace mpdisc::core {
namespace {

TEST(RosterDoubt, is_not_there_until_it_is_raised) {
    RosterDoubt doubt;
    EXPECT_FALSE(doubt.is_open());
    doubt.note_asked(2, 1);
    doubt.note_nothing(2, 0);
    EXPECT_FALSE(doubt.is_open());
    doubt.raise();
    EXPECT_TRUE(doubt.is_open());
}

TEST(RosterDoubt, ends_with_the_primarys_word_in_two_attempts) {
    RosterDoubt doubt;
    doubt.raise();
    doubt.note_asked(2, 1);
    doubt.note_nothing(2, 0);
    doubt.note_nothing(2, 0);
    EXPECT_TRUE(doubt.is_open()) << "a doubled datagram says it once";
    doubt.note_asked(3, 1);
    doubt.note_nothing(3, 0);
    EXPECT_FALSE(doubt.is_open());
}

TEST(RosterDoubt, takes_a_word_on_each_shard) {
    RosterDoubt doubt;
    doubt.raise();
    for (std::uint8_t attempt = 4; attempt <= 5; ++attempt) {
        doubt.note_asked(attempt, 3);
        doubt.note_nothing(attempt, 2);
        doubt.note_nothing(attempt, 0);
        doubt.note_nothing(attempt, 3);
        EXPECT_TRUE(doubt.is_open());
        doubt.note_nothing(attempt, 1);
    }
    EXPECT_FALSE(doubt.is_open());

    doubt.raise();
    for (std::uint8_t attempt = 6; attempt <= 7; ++attempt) {
        doubt.note_asked(attempt, limits::request_shards_max);
        for (std::uint8_t shard = 0; shard < limits::request_shards_max; ++shard) {
            EXPECT_TRUE(doubt.is_open());
            doubt.note_nothing(attempt, shard);
        }
    }
    EXPECT_FALSE(doubt.is_open());
}

TEST(RosterDoubt, hears_of_the_latest_attempt_alone) {
    RosterDoubt doubt;
    doubt.raise();
    doubt.note_nothing(1, 0);
    doubt.note_asked(2, 2);
    doubt.note_nothing(2, 0);
    doubt.note_asked(3, 2);
    doubt.note_nothing(2, 1);
    doubt.note_nothing(3, 1);
    EXPECT_TRUE(doubt.is_open()) << "each attempt has shards of its own";
    doubt.note_nothing(3, 0);
    doubt.note_asked(4, 1);
    doubt.raise();
    doubt.note_nothing(4, 0);
    EXPECT_TRUE(doubt.is_open()) << "that was asked before there was reason to";
}

}  // namespace
}  // namespace mpdisc::core
