// SPDX-License-Identifier: MIT
//
// The decoder refuses datagrams that were cut or lengthened or have a wrong length.
#include <array>

#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

using wire::DecodeError;

TEST(Damage, a_cut_datagram_is_refused) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (std::size_t size = 0; size < vector.datagram.size(); ++size) {
            const DecodeError expected =
                size < header_bytes ? DecodeError::too_short : DecodeError::bad_length;
            EXPECT_EQ(decode_any(wire::Bytes(vector.datagram).first(size)).error, expected) << size;
        }
    }
}

/// The header has the new length. So after a cut between two fields, the later fields are missing.
TEST(Damage, a_cut_inside_a_field_is_refused_even_if_the_header_agrees) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        const RawFields all = split_message(vector.datagram);
        const MessageRules rules = rules_of(decode_any(vector.datagram).header.type);
        std::vector<std::size_t> boundaries = {header_bytes};
        for (const RawField& field : all)
            boundaries.push_back(boundaries.back() + 4 + field.value.size());

        for (std::size_t size = header_bytes; size < vector.datagram.size(); ++size) {
            Datagram cut = vector.datagram;
            cut.resize(size);
            write_u16(cut, 6, size - header_bytes);
            DecodeError expected = DecodeError::truncated_field;
            if (std::find(boundaries.begin(), boundaries.end(), size) != boundaries.end()) {
                std::vector<std::uint16_t> left;
                for (const RawField& field : split_message(cut)) left.push_back(field.type);
                const bool enough =
                    std::all_of(rules.required.begin(), rules.required.end(),
                                [&](std::uint16_t type) { return contains(left, type); });
                expected = enough ? DecodeError::none : DecodeError::missing_field;
            }
            EXPECT_EQ(decode_any(cut).error, expected) << size;
        }
    }
}

TEST(Damage, a_lengthened_datagram_is_refused) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (unsigned byte = 0; byte <= 0xFF; ++byte) {
            Datagram longer = vector.datagram;
            longer.push_back(static_cast<std::uint8_t>(byte));
            EXPECT_EQ(decode_any(longer).error, DecodeError::bad_length);
            // These bytes are too few for the header of a field.
            for (int count = 1; count <= 3; ++count) {
                write_u16(longer, 6, longer.size() - header_bytes);
                EXPECT_EQ(decode_any(longer).error, DecodeError::truncated_field);
                longer.push_back(static_cast<std::uint8_t>(byte));
            }
        }
    }
}

TEST(Damage, a_wrong_length_in_the_header_is_refused) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        const std::size_t right = read_u16(vector.datagram, 6);
        Datagram changed = vector.datagram;
        for (std::size_t length = 0; length <= UINT16_MAX; ++length) {
            if (length == right) continue;
            write_u16(changed, 6, length);
            ASSERT_EQ(decode_any(changed).error, DecodeError::bad_length) << length;
        }
    }
}

TEST(Damage, a_wrong_length_of_a_field_is_refused) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const std::size_t at : length_offsets(vector.datagram)) {
            const std::size_t right = read_u16(vector.datagram, at);
            const std::array<std::size_t, 4> wrong = {right + 1, right - 1, 0, UINT16_MAX};
            for (const std::size_t length : wrong) {
                if (length == right) continue;  // the field has no value
                Datagram changed = vector.datagram;
                write_u16(changed, at, length);
                EXPECT_NE(decode_any(changed).error, DecodeError::none)
                    << "length " << length << " instead of " << right << " at " << at;
            }
        }
    }
}

TEST(Damage, a_wrong_magic_or_an_unknown_type_is_refused) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (std::size_t i = 0; i < 4; ++i) {
            Datagram changed = vector.datagram;
            changed[i] ^= 0x20;
            EXPECT_EQ(decode_any(changed).error, DecodeError::bad_magic);
        }
        for (unsigned type = 0; type <= 0xFF; ++type) {
            if (type >= 1 && type <= 18) continue;
            Datagram changed = vector.datagram;
            changed[4] = static_cast<std::uint8_t>(type);
            EXPECT_EQ(decode_any(changed).error, DecodeError::unknown_type) << type;
        }
    }
}

TEST(Damage, header_flags_are_returned_and_change_nothing) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const unsigned flags : {0x01U, 0x80U, 0xFFU}) {
            Datagram changed = vector.datagram;
            changed[5] = static_cast<std::uint8_t>(flags);
            const Decoded decoded = decode_any(changed);
            EXPECT_EQ(decoded.header.flags, flags);
            expect_same(decoded, decode_any(vector.datagram));
        }
    }
}

/// A datagram with a flipped bit is refused, or its message encodes and decodes to an equal one.
/// The address sanitizer also shows that no byte outside of the datagram is read.
TEST(Damage, a_flipped_bit_does_no_harm) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (std::size_t bit = 0; bit < vector.datagram.size() * 8; ++bit) {
            SCOPED_TRACE(bit);
            // The memory has exactly this size, so that the sanitizer sees a read beyond the end.
            Datagram changed(vector.datagram.begin(), vector.datagram.end());
            changed.shrink_to_fit();
            changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            const Decoded decoded = decode_any(changed);
            if (!decoded.ok()) continue;
            const Datagram again = encode_any(decoded);
            ASSERT_FALSE(again.empty());
            expect_same(decode_any(again), decoded);
        }
    }
}

}  // namespace
}  // namespace mpdisc::testing
