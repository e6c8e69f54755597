// SPDX-License-Identifier: MIT
#include "wire/writer.h"

#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

constexpr std::uint8_t guard = 0xA5;

/// Encodes into `size` bytes between guards. True if the guards did not change.
template <typename Encode>
bool stays_inside(std::size_t size, std::size_t& result, Encode encode) {
    constexpr std::size_t margin = 32;
    Datagram room(size + 2 * margin, guard);
    result = encode(std::span(room).subspan(margin, size));
    const auto begin = room.begin();
    const auto margin_end = begin + std::ptrdiff_t{margin};
    const auto is_guard = [](std::uint8_t byte) { return byte == guard; };
    return std::all_of(begin, margin_end, is_guard) &&
           std::all_of(room.end() - std::ptrdiff_t{margin}, room.end(), is_guard);
}

TEST(Writer, returns_zero_and_stays_inside_if_the_room_is_too_small) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        const std::size_t needed = vector.datagram.size();
        for (std::size_t size = 0; size <= needed + 2; ++size) {
            std::size_t result = 1;
            EXPECT_TRUE(stays_inside(size, result, [&](std::span<std::uint8_t> room) {
                return encode_into(vector.decoded, room);
            })) << size;
            EXPECT_EQ(result, size < needed ? 0 : needed) << size;
        }
    }
}

TEST(Writer, writes_numbers_of_each_size_up_to_the_end_of_the_room) {
    for (std::size_t room = 15; room <= 32; ++room) {
        std::vector<std::uint8_t> bytes(room, 0xEE);
        wire::Writer writer(bytes);
        writer.u8(0x11);
        writer.u16(0x2233);
        writer.u32(0x4455'6677);
        writer.u64(0x8899'AABB'CCDD'EEFF);
        ASSERT_EQ(writer.finish(), 15U) << room;
        bytes.resize(15);
        EXPECT_EQ(bytes, (std::vector<std::uint8_t>{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
                                                    0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}));
    }
}

TEST(Writer, writes_fields) {
    Datagram room(64);
    wire::Writer writer(room);
    writer.field_u8(wire::FieldType::role, 1);
    writer.field_u16(wire::FieldType::filter_type, 0x0203);
    writer.field_u32(wire::FieldType::lease, 0x0405'0607);
    writer.field(wire::FieldType::host_name, std::string_view("ab"));
    writer.field(wire::FieldType::attributes, std::string_view());
    writer.u64(0x0809'0A0B'0C0D'0E0F);
    room.resize(writer.finish());
    const Datagram expected = {0, 2, 0, 1, 1,   0x80, 40, 0,  2, 2, 3, 0, 17, 0,  4,  4,  5,  6, 7,
                               0, 3, 0, 2, 'a', 'b',  0,  12, 0, 0, 8, 9, 10, 11, 12, 13, 14, 15};
    EXPECT_EQ(room, expected);
}

TEST(Writer, writes_nothing_after_an_overflow) {
    Datagram room(4, guard);
    wire::Writer writer(room);
    writer.u32(1);
    writer.u8(2);
    EXPECT_EQ(writer.finish(), 0U);
    writer.bytes({});
    EXPECT_EQ(writer.finish(), 0U);
}

TEST(Writer, refuses_a_field_longer_than_65535_bytes) {
    const Datagram longest(UINT16_MAX);
    const Datagram too_long(UINT16_MAX + 1);
    Datagram room(2 * UINT16_MAX);
    wire::Writer writer(room);
    writer.field(wire::FieldType::service, longest);
    EXPECT_EQ(writer.finish(), 4U + UINT16_MAX);
    wire::Writer other(room);
    other.field(wire::FieldType::service, too_long);
    EXPECT_EQ(other.finish(), 0U);
}

TEST(Writer, refuses_fields_longer_than_65535_bytes_in_a_message) {
    Datagram room(2 * UINT16_MAX);
    for (const std::size_t size : {std::size_t{UINT16_MAX}, std::size_t{UINT16_MAX} + 1}) {
        wire::MessageWriter writer(room, wire::MessageType::status_response, 1);
        writer.bytes(Datagram(size));
        EXPECT_EQ(writer.finish(), size == UINT16_MAX ? header_bytes + size : 0);
    }
}

TEST(StatusResponseWriter, adds_whole_providers_and_keeps_room_for_the_page) {
    const Vector vector("status_response");
    const auto& response = std::get<wire::StatusResponse>(vector.decoded.message);
    const std::vector<Listed> providers = providers_of(response);
    const std::size_t least = load_vector("status_response_last").size();  // without providers
    const Datagram services(100, guard);
    constexpr std::size_t needed = 4 + 42 + 100;
    for (std::size_t size = least; size <= least + 2 * needed; ++size) {
        std::size_t result = 0;
        std::size_t added = 0;
        EXPECT_TRUE(stays_inside(size, result, [&](std::span<std::uint8_t> room) {
            wire::StatusResponseWriter writer(room, 1, response.primary, response.counters);
            while (writer.add(providers[0].status, services)) ++added;
            return writer.finish(7);
        }));
        EXPECT_EQ(added, (size - least) / needed) << size;
        EXPECT_EQ(result, least + added * needed) << size;
    }
}

}  // namespace
}  // namespace mpdisc::testing
