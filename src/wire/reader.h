// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/types.h"
#include "wire/format.h"

/// Bounded reading. A reader that is asked for more than it has fails and returns zeros from then
/// on, so that decoders need not check each step.
namespace mpdisc::wire {

using Bytes = std::span<const std::uint8_t>;

/// Reads one value and never reads beyond its end, so that a field with a wrong length does not
/// affect the next one.
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
    /// Refuses all zeros, which stand for no host.
    HostId host_id();
    /// The rest of the value, as an address of 4 or 16 bytes.
    IpAddress address();
    /// The same, or no address if nothing is left.
    IpAddress address_or_none() { return rest_.empty() ? IpAddress{} : address(); }

    /// Whether everything was read.
    [[nodiscard]] bool is_empty() const { return rest_.empty(); }

    /// Whether more was asked for than there is, or fail() was called. Then nothing more is read.
    [[nodiscard]] bool has_failed() const { return error_ != DecodeError::none; }

    /// Call this for a value that is well-formed but not allowed.
    void fail(DecodeError error = DecodeError::bad_value) { error_ = error; }
    /// `none` if exactly the whole value was read, and fail() was not called.
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

/// Returns the fields of a message or of a SERVICE one by one.
class FieldReader {
   public:
    explicit FieldReader(Bytes fields) : rest_(fields) {}

    [[nodiscard]] bool next(Field& out);
    /// Call this when next() is false. True if no field was cut off.
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

/// Parses one field; returns false for an unknown type.
using ParseField = bool (*)(void* context, FieldType type, ValueReader& value);

[[nodiscard]] DecodeError read_fields(Bytes fields, std::uint64_t required,
                                      std::uint64_t repeatable, void* context, ParseField parse);

/// Reads a list of fields by the rules for all messages (mpdisc-wire.7, FIELDS). `parse` gets the
/// type of each field and a reader of its value; it returns false for an unknown type.
template <typename Parse>
[[nodiscard]] DecodeError read_fields(Bytes fields, std::uint64_t required,
                                      std::uint64_t repeatable, Parse parse) {
    // The loop is not a template, so that all messages share it.
    return read_fields(fields, required, repeatable, &parse,
                       [](void* context, FieldType type, ValueReader& value) {
                           return (*static_cast<Parse*>(context))(type, value);
                       });
}

}  // namespace mpdisc::wire
