// SPDX-License-Identifier: MIT
#include "core/search/completeness_check.h"

#include <gtest/gtest.h>

namespace mpdisc::core {
namespace {

TEST(CompletenessCheck, is_not_pending_until_it_is_required) {
    CompletenessCheck check;
    EXPECT_FALSE(check.is_pending());
    check.note_request(2, 1);
    check.confirm(2, 0);
    EXPECT_FALSE(check.is_pending());
    check.require();
    EXPECT_TRUE(check.is_pending());
}

TEST(CompletenessCheck, ends_when_the_primary_confirms_in_two_attempts) {
    CompletenessCheck check;
    check.require();
    check.note_request(2, 1);
    check.confirm(2, 0);
    check.confirm(2, 0);
    EXPECT_TRUE(check.is_pending()) << "a doubled datagram counts once";
    check.note_request(3, 1);
    check.confirm(3, 0);
    EXPECT_FALSE(check.is_pending());
}

TEST(CompletenessCheck, needs_a_confirmation_of_each_shard) {
    CompletenessCheck check;
    check.require();
    for (std::uint8_t attempt = 4; attempt <= 5; ++attempt) {
        check.note_request(attempt, 3);
        check.confirm(attempt, 2);
        check.confirm(attempt, 0);
        check.confirm(attempt, 3);
        EXPECT_TRUE(check.is_pending());
        check.confirm(attempt, 1);
    }
    EXPECT_FALSE(check.is_pending());

    check.require();
    for (std::uint8_t attempt = 6; attempt <= 7; ++attempt) {
        check.note_request(attempt, limits::request_shards_max);
        for (std::uint8_t shard = 0; shard < limits::request_shards_max; ++shard) {
            EXPECT_TRUE(check.is_pending());
            check.confirm(attempt, shard);
        }
    }
    EXPECT_FALSE(check.is_pending());
}

TEST(CompletenessCheck, counts_confirmations_of_the_latest_attempt_only) {
    CompletenessCheck check;
    check.require();
    check.confirm(1, 0);
    check.note_request(2, 2);
    check.confirm(2, 0);
    check.note_request(3, 2);
    check.confirm(2, 1);
    check.confirm(3, 1);
    EXPECT_TRUE(check.is_pending()) << "each attempt has shards of its own";
    check.confirm(3, 0);
    check.note_request(4, 1);
    check.require();
    check.confirm(4, 0);
    EXPECT_TRUE(check.is_pending()) << "that attempt was made before the check was required";
}

}  // namespace
}  // namespace mpdisc::core
