// SPDX-License-Identifier: MIT
#include "wire/reader.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace mpdisc::wire {
namespace {

constexpr std::array<std::uint8_t, 16> sixteen = {1, 2,  3,  4,  5,  6,  7,  8,
                                                  9, 10, 11, 12, 13, 14, 15, 16};

TEST(ValueReader, reads_big_endian_numbers) {
    ValueReader reader(Bytes(sixteen).first(15));
    EXPECT_EQ(reader.u8(), 0x01U);
    EXPECT_EQ(reader.u16(), 0x0203U);
    EXPECT_EQ(reader.u32(), 0x0405'0607U);
    EXPECT_EQ(reader.finish(), DecodeError::bad_value);
    EXPECT_EQ(reader.u64(), 0x0809'0A0B'0C0D'0E0FU);
    EXPECT_EQ(reader.finish(), DecodeError::none);
}

TEST(ValueReader, returns_nothing_after_a_read_beyond_the_end) {
    ValueReader reader(Bytes(sixteen).first(3));
    EXPECT_EQ(reader.u32(), 0U);
    EXPECT_EQ(reader.u8(), 0U);
    EXPECT_TRUE(reader.remaining().empty());
    EXPECT_TRUE(reader.text().empty());
    EXPECT_EQ(reader.provider_id(), ProviderId{});
    EXPECT_EQ(reader.address(), IpAddress{});
    EXPECT_EQ(reader.finish(), DecodeError::bad_value);
}

TEST(ValueReader, has_nothing_left_after_reading_everything) {
    ValueReader reader{Bytes(sixteen)};
    EXPECT_EQ(reader.provider_id().bytes, sixteen);
    EXPECT_EQ(reader.finish(), DecodeError::none);
    EXPECT_EQ(reader.u8(), 0U);
    EXPECT_EQ(reader.finish(), DecodeError::bad_value);
}

TEST(ValueReader, accepts_addresses_of_four_and_sixteen_bytes) {
    for (std::size_t size = 0; size <= sixteen.size(); ++size) {
        ValueReader reader(Bytes(sixteen).first(size));
        const bool is_address = size == 4 || size == 16;
        EXPECT_EQ(reader.address().family != Family::any, is_address) << size;
        EXPECT_EQ(reader.finish() == DecodeError::none, is_address) << size;
    }
}

TEST(ValueReader, tells_why_it_failed) {
    ValueReader reader{Bytes{}};
    EXPECT_EQ(reader.finish(), DecodeError::none);
    reader.fail(DecodeError::missing_field);
    EXPECT_EQ(reader.finish(), DecodeError::missing_field);
}

TEST(FieldReader, stops_at_a_field_that_is_cut_off) {
    const std::vector<std::uint8_t> fields = {0, 1, 0, 2, 0xAA, 0xBB, 0x80, 2, 0, 1, 0xCC};
    for (std::size_t size = 0; size <= fields.size(); ++size) {
        FieldReader reader(Bytes(fields).first(size));
        Field field;
        std::size_t count = 0;
        while (reader.next(field)) ++count;
        EXPECT_EQ(count, size == fields.size() ? 2U : size >= 6 ? 1U : 0U);
        EXPECT_EQ(reader.intact(), size == 0 || size == 6 || size == fields.size()) << size;
    }
    FieldReader reader{Bytes(fields)};
    Field field;
    ASSERT_TRUE(reader.next(field) && reader.next(field));
    EXPECT_EQ(static_cast<unsigned>(field.type), 0x8002U);
    EXPECT_EQ(field.value.size(), 1U);
    EXPECT_EQ(field.value[0], 0xCC);
    EXPECT_EQ(field.encoded.size(), 5U);
}

}  // namespace
}  // namespace mpdisc::wire
