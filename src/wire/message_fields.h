// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "wire/reader.h"
#include "wire/writer.h"

namespace mpdisc::wire {

/// Goes over the fields of a message: a function names each field and the member that holds it, and
/// this writes them all, or reads the one that came. So one list tells how both is done.
class MessageFields {
   public:
    /// Writes what is named; no member changes.
    explicit MessageFields(Writer& out) : out_(&out) {}
    /// Reads the one field that came, once it is named.
    MessageFields(FieldType type, ValueReader& value) : type_(type), value_(&value) {}

    /// Of a provider, or what else has 16 bytes.
    void id(FieldType type, std::array<std::uint8_t, 16>& member);
    /// The same, where it is not all zeros.
    void optional_id(FieldType type, std::array<std::uint8_t, 16>& member);
    void u32(FieldType type, std::uint32_t& member);
    /// A field that is there where `has_it` holds.
    void optional_u32(FieldType type, bool& has_it, std::uint32_t& member);
    /// A port, which is there where it is not 0.
    void optional_port(FieldType type, std::uint16_t& member);
    /// The same, of a field that says nothing else.
    void flag(FieldType type, bool& member);
    /// A number of 1 to `last`, in an enum that names them.
    template <typename Enum>
    void code(FieldType type, Enum& member, Enum last) {
        static_assert(sizeof(Enum) == 1);
        code(type, reinterpret_cast<std::uint8_t&>(member), static_cast<std::uint8_t>(last));
    }

    // For any other field: what to write it to, or to read its value from; else null.
    [[nodiscard]] Writer* output() const { return out_; }
    [[nodiscard]] ValueReader* value_of(FieldType type);

    /// Whether the field that came was named.
    [[nodiscard]] bool is_known() const { return is_known_; }

   private:
    void code(FieldType type, std::uint8_t& member, std::uint8_t last);

    Writer* out_ = nullptr;
    FieldType type_{};
    ValueReader* value_ = nullptr;
    bool is_known_ = false;
};

}  // namespace mpdisc::wire
