// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/types.h"
#include "wire/format.h"

/// Bounded reading. A reader that was asked for more than it has fails for good and gives
/// zeros from then on, so that decoders need not check each step.
namespace mpdisc::wire {

using Bytes = std::span<const std::uint8_t>;

/// Reads one value and cannot leave it: a field that lies about its length never reaches its
/// neighbour.
class ValueReader {
   public:
    explicit ValueReader(Bytes value) : rest_(value) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::uint64_t u64() { return number(8); }
    Bytes bytes(std::size_t count);
    Bytes remaining() { return bytes(rest_.size()); }
    std::string_view text();
    ProviderId provider_id();
    /// What is left, as an address of 4 or 16 bytes.
    IpAddress address();
    /// The same, or no address where nothing is left.
    IpAddress address_or_none() { return rest_.empty() ? IpAddress{} : address(); }

    /// Whether all was read.
    [[nodiscard]] bool is_empty() const { return rest_.empty(); }

    /// For a value that is well-formed and still not allowed.
    void fail(DecodeError error = DecodeError::bad_value) { error_ = error; }
    /// `none` where everything was read, and nothing beyond.
    [[nodiscard]] DecodeError finish() const {
        return error_ == DecodeError::none && !rest_.empty() ? DecodeError::bad_value : error_;
    }

   private:
    std::uint64_t number(std::size_t size);

    Bytes rest_;
    DecodeError error_ = DecodeError::none;
};

struct Field {
    FieldType type{};
    Bytes value;
    /// The field with its header.
    Bytes encoded;
};

/// Walks over the fields of a message or of a SERVICE.
class FieldReader {
   public:
    explicit FieldReader(Bytes fields) : rest_(fields) {}

    [[nodiscard]] bool next(Field& out);
    /// No field was cut off.
    [[nodiscard]] bool intact() const { return rest_.empty(); }

   private:
    Bytes rest_;
};

[[nodiscard]] constexpr std::uint64_t field_bit(FieldType type) {
    return std::uint64_t{1} << (static_cast<unsigned>(type) & 63U);
}

template <typename... Types>
[[nodiscard]] constexpr std::uint64_t field_set(Types... types) {
    return (field_bit(types) | ... | 0);
}

/// Takes one field; false for a type it does not know.
using ParseField = bool (*)(void* context, FieldType type, ValueReader& value);

[[nodiscard]] DecodeError read_fields(Bytes fields, std::uint64_t required,
                                      std::uint64_t repeatable, void* context, ParseField parse);

/// Reads a list of fields by the rules that hold everywhere (mpdisc-wire.7, FIELDS). `parse` gets
/// each field's type and a reader of its value; it returns false for a type it does not know.
template <typename Parse>
[[nodiscard]] DecodeError read_fields(Bytes fields, std::uint64_t required,
                                      std::uint64_t repeatable, Parse parse) {
    // One loop for all messages, not one for each.
    return read_fields(fields, required, repeatable, &parse,
                       [](void* context, FieldType type, ValueReader& value) {
                           return (*static_cast<Parse*>(context))(type, value);
                       });
}

}  // namespace mpdisc::wire
