// SPDX-License-Identifier: MIT
//
// The rules for the fields of every message (mpdisc-wire.7, FIELDS).
#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

using wire::DecodeError;

/// Types that no version uses. The third one has the low bits of PROVIDER_ID.
constexpr std::uint16_t unknown_types[] = {0, 52, 64 + 1, 0x7FFF};
constexpr std::uint16_t unknown_critical_types[] = {0x8000, 0x8000 | 1, 0x8000 | 8, 0x8000 | 43,
                                                    0xFFFF};

TEST(Fields, of_the_vectors_are_named_by_the_rules) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const RawField& field : vector.fields) {
            EXPECT_TRUE(contains(vector.rules.required, field.type) ||
                        contains(vector.rules.optional, field.type))
                << field.type;
        }
    }
}

TEST(Fields, come_in_any_order) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        // Repeatable fields keep their order, because it has a meaning.
        RawFields fields = vector.fields;
        std::stable_sort(fields.begin(), fields.end(),
                         [&vector](const RawField& a, const RawField& b) {
                             return !contains(vector.rules.repeatable, a.type) &&
                                    contains(vector.rules.repeatable, b.type);
                         });
        const auto end =
            std::find_if(fields.begin(), fields.end(), [&vector](const RawField& field) {
                return contains(vector.rules.repeatable, field.type);
            });
        std::reverse(fields.begin(), end);
        const Datagram turned = with_fields(vector.datagram, fields);
        expect_same(decode_any(turned), vector.decoded);
    }
}

TEST(Fields, must_be_present_if_required) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const std::uint16_t type : vector.rules.required) {
            RawFields left;
            for (const RawField& field : vector.fields) {
                if (field.type != type) left.push_back(field);
            }
            EXPECT_EQ(vector.error_with(left), DecodeError::missing_field) << type;
        }
    }
}

TEST(Fields, may_be_missing_if_optional) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (std::size_t n = 0; n < vector.fields.size(); ++n) {
            if (contains(vector.rules.required, vector.fields[n].type)) continue;
            EXPECT_EQ(vector.error_with(without(vector.fields, n)), DecodeError::none)
                << vector.fields[n].type;
        }
    }
}

TEST(Fields, may_come_twice_only_if_repeatable) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const RawField& field : vector.fields) {
            const bool may_repeat = contains(vector.rules.repeatable, field.type);
            const DecodeError expected =
                may_repeat ? DecodeError::none : DecodeError::repeated_field;
            EXPECT_EQ(vector.error_with(with(vector.fields, 0, field)), expected) << field.type;
            EXPECT_EQ(vector.error_with(with(vector.fields, vector.fields.size(), field)), expected)
                << field.type;
        }
    }
}

TEST(Fields, are_skipped_if_unknown) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const std::uint16_t type : unknown_types) {
            for (const std::size_t size : {0U, 1U, 300U}) {
                for (std::size_t at = 0; at <= vector.fields.size(); ++at) {
                    // It comes twice, because a receiver cannot know whether it is repeatable.
                    const RawField unknown{type, Datagram(size, 0xFF)};
                    const Datagram datagram = with_fields(
                        vector.datagram, with(with(vector.fields, at, unknown), at, unknown));
                    expect_same(decode_any(datagram), vector.decoded);
                }
            }
        }
    }
}

TEST(Fields, make_the_message_unusable_if_unknown_and_critical) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const std::uint16_t type : unknown_critical_types) {
            for (std::size_t at = 0; at <= vector.fields.size(); ++at) {
                EXPECT_EQ(vector.error_with(with(vector.fields, at, {type, {}})),
                          DecodeError::unknown_critical_field);
            }
        }
    }
}

TEST(Fields, do_not_replace_a_required_field_with_the_same_low_bits) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const std::uint16_t type : vector.rules.required) {
            RawFields fields = vector.fields;
            for (RawField& field : fields) {
                if (field.type == type) field.type = static_cast<std::uint16_t>(type + 64);
            }
            EXPECT_EQ(vector.error_with(fields), DecodeError::missing_field) << type;
        }
    }
}

TEST(Fields, of_other_messages_count_as_unknown) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        for (const int number :
             {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 16, 17, 18, 19, 20,
              21, 22, 23, 24, 25, 26, 27, 32, 33, 34, 37, 38, 39, 43, 44, 45, 46}) {
            const auto type = static_cast<std::uint16_t>(number);
            if (contains(vector.rules.required, type) || contains(vector.rules.optional, type))
                continue;
            const Datagram datagram =
                with_fields(vector.datagram, with(vector.fields, 0, {type, {0xFF}}));
            expect_same(decode_any(datagram), vector.decoded);
        }
        for (const int number : {0x8028, 0x8029, 0x802A}) {
            const auto type = static_cast<std::uint16_t>(number);
            if (contains(vector.rules.optional, type)) continue;
            EXPECT_EQ(vector.error_with(with(vector.fields, 0, {type, {}})),
                      DecodeError::unknown_critical_field);
        }
    }
}

TEST(Fields, inside_a_field_follow_the_same_rules) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        vector.for_each_nested([&](std::size_t n, const RawFields& inner) {
            const MessageRules rules = rules_inside(vector.fields[n].type);
            for (std::size_t i = 0; i < inner.size(); ++i) {
                const std::uint16_t type = inner[i].type;
                const auto count =
                    std::count_if(inner.begin(), inner.end(),
                                  [&](const RawField& field) { return field.type == type; });
                const bool required = contains(rules.required, type) && count == 1;
                const RawFields fewer = without(inner, i);
                EXPECT_EQ(vector.error_with_inner(n, fewer),
                          required ? DecodeError::missing_field : DecodeError::none);
                const RawFields doubled = with(inner, inner.size(), inner[i]);
                const bool may_repeat = contains(rules.repeatable, type);
                EXPECT_EQ(vector.error_with_inner(n, doubled),
                          may_repeat ? DecodeError::none : DecodeError::repeated_field);
            }
        });
    }
}

TEST(Fields, inside_a_field_are_skipped_if_unknown_unless_critical) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        vector.for_each_nested([&](std::size_t n, const RawFields& inner) {
            for (std::size_t at = 0; at <= inner.size(); ++at) {
                for (const std::uint16_t type : unknown_types) {
                    const RawFields more = with(inner, at, {type, {0xFF, 0xFF}});
                    const Datagram datagram = vector.with_inner(n, more);
                    expect_same(decode_any(datagram), vector.decoded);
                }
                for (const std::uint16_t type : unknown_critical_types) {
                    const RawFields more = with(inner, at, {type, {}});
                    EXPECT_EQ(vector.error_with_inner(n, more),
                              DecodeError::unknown_critical_field);
                }
            }
        });
    }
}

/// SERVICE and NEIGHBOUR are unknown fields there, so there is only one level of nesting.
TEST(Fields, inside_a_field_have_no_fields_inside) {
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        vector.for_each_nested([&](std::size_t n, const RawFields& inner) {
            for (const std::uint16_t type : {service_field, neighbour_field}) {
                const RawFields nested = with(inner, 0, {type, {0xFF}});
                const Datagram datagram = vector.with_inner(n, nested);
                expect_same(decode_any(datagram), vector.decoded);
            }
        });
    }
}

TEST(OptionalFields, have_their_defaults) {
    const Datagram request = load_vector("client_discovery_request");
    EXPECT_EQ(std::get<wire::Request>(decode_any(request).message).window_ms, 0);

    const Datagram registration = load_vector("provider_registration");
    const Datagram without_reach =
        with_fields(registration, without(split_message(registration), 2));
    const Decoded decoded = decode_any(without_reach);
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(std::get<wire::Registration>(decoded.message).reach, wire::Reach{});
}

}  // namespace
}  // namespace mpdisc::testing
