// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "wire/reader.h"
#include "wire/writer.h"

namespace mpdisc::wire {

/// Writes all fields of a message, or reads the one that was received. A function calls it for each
/// field, with the member that holds its value. So one list of fields serves both directions.
class MessageFields {
   public:
    /// Writes each field that the function visits; changes no member.
    explicit MessageFields(Writer& out) : out_(&out) {}
    /// Reads the received field when the function visits its type.
    MessageFields(FieldType type, ValueReader& value) : type_(type), value_(&value) {}

    /// A provider id, or another value of 16 bytes.
    void id(FieldType type, std::array<std::uint8_t, 16>& member);
    /// The same; not written if it is all zeros.
    void optional_id(FieldType type, std::array<std::uint8_t, 16>& member);
    /// HOST; not written if it is all zeros, and refused if all zeros are read.
    void host(HostId& member);
    void u32(FieldType type, std::uint32_t& member);
    /// A number; written only if `has_it`, which is set when the field is read.
    void optional_u32(FieldType type, bool& has_it, std::uint32_t& member);
    /// A port; not written if it is 0, and refused if 0 is read.
    void optional_port(FieldType type, std::uint16_t& member);
    /// A field without a value; written only if `member`, which is set when the field is read.
    void flag(FieldType type, bool& member);
    /// An enumerator with a number of 1 to `last`.
    template <typename Enum>
    void code(FieldType type, Enum& member, Enum last) {
        static_assert(sizeof(Enum) == 1);
        code(type, reinterpret_cast<std::uint8_t&>(member), static_cast<std::uint8_t>(last));
    }

    // For other kinds of fields: the writer, or the reader of the value. Null if there is nothing
    // to write or to read.
    [[nodiscard]] Writer* output() const { return out_; }
    [[nodiscard]] ValueReader* value_of(FieldType type);

    /// Whether the function visited the type of the received field.
    [[nodiscard]] bool is_known() const { return is_known_; }

   private:
    void code(FieldType type, std::uint8_t& member, std::uint8_t last);

    Writer* out_ = nullptr;
    FieldType type_{};
    ValueReader* value_ = nullptr;
    bool is_known_ = false;
};

}  // namespace mpdisc::wire
