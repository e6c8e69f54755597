// SPDX-License-Identifier: MIT
#include "core/kit/hash_index.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_map>
#include <vector>

namespace mpdisc::core {
namespace {

TEST(HashIndex, finds_nothing_when_empty) {
    const HashIndex index;
    EXPECT_EQ(index.find(1), HashIndex::none);
}

TEST(HashIndex, has_room_for_the_reserved_entries) {
    HashIndex index;
    for (std::uint32_t entry = 0; entry < 1'000; ++entry) {
        if (entry % 8 == 0) {
            ASSERT_TRUE(index.reserve(8));
        }
        index.insert(entry, entry);
    }
    for (std::uint32_t entry = 0; entry < 1'000; ++entry) EXPECT_EQ(index.find(entry), entry);
}

TEST(HashIndex, distinguishes_entries_with_the_same_hash) {
    HashIndex index;
    for (std::uint32_t entry = 0; entry < 5; ++entry) {
        ASSERT_TRUE(index.reserve_one());
        index.insert(42, entry);
    }
    for (std::uint32_t entry = 0; entry < 5; ++entry) {
        EXPECT_EQ(index.find(42, [&](std::uint32_t at) { return at == entry; }), entry);
    }
    index.erase(42, 2);
    EXPECT_EQ(index.find(42, [](std::uint32_t at) { return at == 2; }), HashIndex::none);
    EXPECT_EQ(index.find(42, [](std::uint32_t at) { return at == 4; }), 4U);
}

TEST(HashIndex, erases_an_entry_under_the_given_hash_only) {
    HashIndex index;
    ASSERT_TRUE(index.reserve(2));
    // Both have the same home slot.
    index.insert(0, 7);
    index.insert(1 << 16, 7);
    index.erase(1 << 16, 7);
    EXPECT_EQ(index.find(0), 7U);
    EXPECT_EQ(index.find(1 << 16), HashIndex::none);
}

/// Hashes with few different low bits. They make long runs that cross each other and wrap around
/// the end of the table.
struct Spread {
    const char* name;
    std::uint64_t varied;
    std::uint64_t fixed;
};

class HashIndexSpread : public testing::TestWithParam<Spread> {};

TEST_P(HashIndexSpread, behaves_like_a_map) {
    std::mt19937_64 random(7);  // NOLINT: a fixed seed for the same run each time
    HashIndex index;
    std::unordered_map<std::uint32_t, std::uint64_t> model;  // entry -> hash
    std::vector<std::uint32_t> entries;
    for (std::uint32_t step = 0; step < 100'000; ++step) {
        // Alternates between growing and shrinking.
        const bool grows = step / 2500 % 2 == 0;
        if (random() % 100 < (grows ? 60U : 40U) || entries.empty()) {
            const std::uint64_t hash = (random() & GetParam().varied) | GetParam().fixed;
            ASSERT_TRUE(index.reserve_one());
            index.insert(hash, step);
            model[step] = hash;
            entries.push_back(step);
        } else {
            const auto at = static_cast<std::size_t>(random() % entries.size());
            const std::uint32_t entry = entries[at];
            entries[at] = entries.back();
            entries.pop_back();
            index.erase(model[entry], entry);
            model.erase(entry);
        }
        if (step % 2000 != 0) continue;
        for (const auto& each : model) {
            const std::uint32_t entry = each.first;
            ASSERT_EQ(index.find(each.second, [&](std::uint32_t at) { return at == entry; }),
                      entry);
        }
        ASSERT_EQ(index.find(random(), [](std::uint32_t) { return false; }), HashIndex::none);
    }
}

INSTANTIATE_TEST_SUITE_P(Spreads, HashIndexSpread,
                         testing::Values(Spread{"all_bits", UINT64_MAX, 0},
                                         Spread{"few_homes", 0xFF00'0000'0000'03FF, 0},
                                         Spread{"near_the_end", 0xFF'00FF, 0xFF00}),
                         [](const auto& spread) { return std::string(spread.param.name); });

TEST(KeyedHash, depends_on_key_length_and_each_byte) {
    const std::vector<std::uint8_t> zeros(20);
    EXPECT_NE(keyed_hash(1, zeros), keyed_hash(2, zeros));
    EXPECT_EQ(keyed_hash(1, zeros), keyed_hash(1, zeros));
    for (std::size_t size = 0; size < zeros.size(); ++size) {
        EXPECT_NE(keyed_hash(1, std::span(zeros).first(size)), keyed_hash(1, zeros)) << size;
    }
    for (std::size_t at = 0; at < zeros.size(); ++at) {
        std::vector<std::uint8_t> changed = zeros;
        changed[at] = 1;
        EXPECT_NE(keyed_hash(1, changed), keyed_hash(1, zeros)) << at;
    }
}

}  // namespace
}  // namespace mpdisc::core
