// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/vectors/any_message.h"

/// Splits datagrams into fields and joins changed fields. It does not use the codec, so that it
/// does not repeat an error of the codec.
namespace mpdisc::testing {

constexpr std::size_t header_bytes = 16;
constexpr std::uint16_t service_field = 8;
constexpr std::uint16_t neighbour_field = 43;

/// Whether the value of a field of this type consists of fields.
constexpr bool is_nested(std::uint16_t type) {
    return type == service_field || type == neighbour_field;
}

struct RawField {
    std::uint16_t type = 0;
    Datagram value;
};
using RawFields = std::vector<RawField>;

inline std::uint16_t read_u16(const Datagram& bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

inline void write_u16(Datagram& bytes, std::size_t at, std::size_t value) {
    bytes[at] = static_cast<std::uint8_t>(value >> 8);
    bytes[at + 1] = static_cast<std::uint8_t>(value);
}

/// `bytes` from `at` on must be whole fields.
inline RawFields split_fields(const Datagram& bytes, std::size_t at) {
    RawFields fields;
    while (at < bytes.size()) {
        const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at) + 4;
        const std::size_t length = read_u16(bytes, at + 2);
        fields.push_back(
            {read_u16(bytes, at), {begin, begin + static_cast<std::ptrdiff_t>(length)}});
        at += 4 + length;
    }
    return fields;
}

inline Datagram join_fields(Datagram out, const RawFields& fields) {
    for (const RawField& field : fields) {
        const std::size_t at = out.size();
        out.resize(at + 4);
        write_u16(out, at, field.type);
        write_u16(out, at + 2, field.value.size());
        out.insert(out.end(), field.value.begin(), field.value.end());
    }
    return out;
}

inline RawFields split_message(const Datagram& datagram) {
    return split_fields(datagram, header_bytes);
}

/// The message with `fields` instead of its own.
inline Datagram with_fields(const Datagram& datagram, const RawFields& fields) {
    Datagram out =
        join_fields({datagram.begin(), datagram.begin() + std::ptrdiff_t{header_bytes}}, fields);
    write_u16(out, 6, out.size() - header_bytes);
    return out;
}

inline RawFields without(RawFields fields, std::size_t index) {
    fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(index));
    return fields;
}

inline RawFields with(RawFields fields, std::size_t index, const RawField& field) {
    fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(index), field);
    return fields;
}

/// The offsets of the lengths of all fields of `datagram`, also of the fields inside others.
inline std::vector<std::size_t> length_offsets(const Datagram& datagram) {
    std::vector<std::size_t> offsets;
    for (std::size_t at = header_bytes; at < datagram.size();) {
        offsets.push_back(at + 2);
        // The value of such a field begins with its first field: do not skip it.
        at += 4 + (is_nested(read_u16(datagram, at)) ? 0U : read_u16(datagram, at + 2));
    }
    return offsets;
}

inline Datagram bytes_of(std::string_view text) {
    return {text.begin(), text.end()};
}

/// The fields of a message type (mpdisc-wire.7, MESSAGES).
struct MessageRules {
    std::vector<std::uint16_t> required;
    std::vector<std::uint16_t> optional;
    std::vector<std::uint16_t> repeatable;
};

inline MessageRules rules_of(wire::MessageType type) {
    switch (static_cast<int>(type)) {
        case 1:
            return {{6}, {13, 14, 28, 0x8028, 0x8029, 0x802A, 0x802F, 0x8031}, {}};
        case 2:
            return {{6, 1, 2, 5, 7}, {3, 4, 15, 48, 50, 8}, {4, 8}};
        case 4:
            return {{1}, {36}, {}};
        case 5:
            return {{1, 16}, {24, 37, 23, 8}, {8}};
        case 6:
            return {{21, 22, 7, 6}, {13, 14, 30, 0x8028, 0x8029, 0x802A, 0x8031}, {}};
        case 7:
            return {{1}, {25, 11}, {}};
        case 8:
            return {{1, 19, 16, 17, 18}, {31, 37, 11}, {}};
        case 9:
            return {{1, 19}, {}, {}};
        case 11:
            return {{1, 20}, {}, {}};
        case 12:
            return {{32}, {}, {}};
        case 13:
            return {{1, 32}, {34, 51, 46, 33, 8}, {34, 51, 33, 8}};
        case 14:
            return {{1, 25, 26}, {27, 11}, {}};
        case 16:
            return {{37, 1, 38, 39, 5}, {28}, {}};
        case 17:
            return {{}, {13, 32, 28, 37}, {}};
        case 18:
            return {{37, 38, 32}, {43}, {43}};
        default:
            return {{1}, {}, {}};
    }
}

/// The same for the fields of a SERVICE or NEIGHBOUR.
inline MessageRules rules_inside(std::uint16_t type) {
    if (type == service_field) return {{9, 10, 11}, {12}, {}};
    return {{37, 1, 38, 39, 44, 45}, {}, {45}};
}

inline bool contains(const std::vector<std::uint16_t>& types, std::uint16_t type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// A frozen datagram, decoded and split into fields.
struct Vector {
    explicit Vector(const std::string& of_name)
        : name(of_name),
          datagram(load_vector(of_name)),
          decoded(decode_any(datagram)),
          fields(split_message(datagram)),
          rules(rules_of(decoded.header.type)) {}
    Vector(const Vector&) = delete;
    Vector(Vector&&) = default;
    Vector& operator=(const Vector&) = delete;
    Vector& operator=(Vector&&) = delete;

    /// The result of decoding the message with `others` instead of its own fields.
    [[nodiscard]] wire::DecodeError error_with(const RawFields& others) const {
        const Datagram changed = with_fields(datagram, others);
        return decode_any(changed).error;
    }
    /// The message with `inner` in its n-th field, which is a SERVICE or NEIGHBOUR.
    [[nodiscard]] Datagram with_inner(std::size_t n, const RawFields& inner) const {
        RawFields changed = fields;
        changed[n].value = join_fields({}, inner);
        return with_fields(datagram, changed);
    }
    [[nodiscard]] wire::DecodeError error_with_inner(std::size_t n, const RawFields& inner) const {
        const Datagram changed = with_inner(n, inner);
        return decode_any(changed).error;
    }
    /// Calls `use` with the index and the fields of each SERVICE and NEIGHBOUR.
    template <typename Use>
    void for_each_nested(Use use) const {
        for (std::size_t n = 0; n < fields.size(); ++n) {
            if (is_nested(fields[n].type)) use(n, split_fields(fields[n].value, 0));
        }
    }

    std::string name;
    Datagram datagram;
    /// Has views of `datagram`.
    Decoded decoded;
    RawFields fields;
    MessageRules rules;
};

inline std::vector<Vector> all_vectors() {
    std::vector<Vector> vectors;
    for (const std::string& name : vector_names()) vectors.emplace_back(name);
    return vectors;
}

}  // namespace mpdisc::testing
