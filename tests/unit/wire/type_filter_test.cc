// SPDX-License-Identifier: MIT
//
// mpdisc-wire.7, TYPES: a filter contains each type of its host, and rarely another one.
#include "wire/type_filter.h"

#include <set>
#include <string>

#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

std::string type_of(unsigned number) {
    return "_type-" + std::to_string(number) + "._tcp";
}

wire::TypeFilter filter_of(unsigned types) {
    wire::TypeFilter filter(types);
    for (unsigned n = 0; n < types; ++n) filter.add(type_of(n));
    return filter;
}

/// The share of other types that a filter of this many types contains by chance.
double share_of_others(unsigned types) {
    constexpr unsigned others = 10'000;
    const wire::TypeFilter filter = filter_of(types);
    unsigned contained = 0;
    for (unsigned n = 0; n < others; ++n) {
        if (filter.may_contain(type_of(1'000'000 + n))) ++contained;
    }
    return static_cast<double>(contained) / others;
}

TEST(TypeFilter, contains_each_added_type) {
    for (const unsigned types : {1U, 2U, 3U, 10U, 51U, 52U, 1000U}) {
        const wire::TypeFilter filter = filter_of(types);
        for (unsigned n = 0; n < types; ++n) {
            ASSERT_TRUE(filter.may_contain(type_of(n))) << n << " of " << types;
        }
    }
}

TEST(TypeFilter, ignores_the_case_of_ascii_letters) {
    wire::TypeFilter lower(1);
    lower.add("_http._tcp");
    wire::TypeFilter upper(1);
    upper.add("_HTTP._TCP");
    EXPECT_EQ(lower, upper);
    EXPECT_TRUE(lower.may_contain("_Http._tcp"));
    EXPECT_TRUE(upper.may_contain("_http._tcp"));
    EXPECT_FALSE(lower.may_contain("_ipp._tcp"));
}

TEST(TypeFilter, contains_any_type_unless_it_is_empty) {
    EXPECT_TRUE(filter_of(1).may_contain(""));
    const wire::TypeFilter none;
    EXPECT_TRUE(none.is_empty());
    EXPECT_FALSE(none.may_contain(""));
    EXPECT_FALSE(none.may_contain("_http._tcp"));
    EXPECT_EQ(wire::TypeFilter(0), none);
}

TEST(TypeFilter, has_ten_bits_for_each_type_up_to_its_bound) {
    EXPECT_EQ(filter_of(1).bytes().size(), 2U);
    EXPECT_EQ(filter_of(2).bytes().size(), 3U);
    EXPECT_EQ(filter_of(8).bytes().size(), 10U);
    EXPECT_EQ(filter_of(50).bytes().size(), 63U);
    EXPECT_EQ(filter_of(51).bytes().size(), limits::type_filter_bytes_max);
    EXPECT_EQ(filter_of(2048).bytes().size(), limits::type_filter_bytes_max);
    EXPECT_EQ(wire::TypeFilter(SIZE_MAX).bytes().size(), limits::type_filter_bytes_max);
}

TEST(TypeFilter, rarely_contains_another_type) {
    EXPECT_LT(share_of_others(1), 0.02);
    EXPECT_LT(share_of_others(10), 0.03);
    EXPECT_LT(share_of_others(51), 0.03);
    // Beyond its bound it fills up.
    EXPECT_LT(share_of_others(100), 0.15);
    EXPECT_GT(share_of_others(1000), 0.9);
}

TEST(TypeFilter, sets_the_bits_that_the_man_page_says) {
    // The SipHash-2-4 of "_http._tcp" under a key of zeros, computed by another implementation.
    constexpr std::uint64_t hash = 0x011d'64d6'3dfd'91c6;
    std::set<unsigned> places;
    for (std::uint32_t n = 0; n < 4; ++n) {
        const auto step = static_cast<std::uint32_t>(hash >> 32) | 1U;
        places.insert((static_cast<std::uint32_t>(hash) + n * step) % 16);
    }
    wire::TypeFilter filter(1);
    filter.add("_http._tcp");
    for (unsigned bit = 0; bit < 16; ++bit) {
        EXPECT_EQ(filter.bytes()[bit / 8] >> bit % 8 & 1, places.count(bit)) << bit;
    }
}

TEST(TypeFilter, is_the_same_after_it_was_sent) {
    const wire::TypeFilter filter = filter_of(3);
    EXPECT_EQ(wire::TypeFilter(filter.bytes()), filter);
}

}  // namespace
}  // namespace mpdisc::testing
