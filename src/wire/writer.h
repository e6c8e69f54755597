// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/types.h"
#include "wire/format.h"

namespace mpdisc::wire {

/// Writes into a buffer of the caller. If something does not fit, finish() returns 0. Up to seven
/// bytes of the buffer after the written ones may change.
class Writer {
   public:
    explicit Writer(std::span<std::uint8_t> out) : out_(out) {}

    void u8(std::uint8_t value) { number(value, 1); }
    void u16(std::uint16_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void u64(std::uint64_t value) { number(value, 8); }
    void bytes(std::span<const std::uint8_t> value);

    /// Starts a field. end_field() gets the result, and sets the length of the field.
    [[nodiscard]] std::size_t begin_field(FieldType type);
    void end_field(std::size_t mark);

    void field_u8(FieldType type, std::uint8_t value) { number_field(type, value, 1); }
    void field_u16(FieldType type, std::uint16_t value) { number_field(type, value, 2); }
    void field_u32(FieldType type, std::uint32_t value) { number_field(type, value, 4); }
    void field(FieldType type, std::span<const std::uint8_t> value);
    void field(FieldType type, std::string_view value);
    /// The same; not written if it is empty.
    void optional_field(FieldType type, std::span<const std::uint8_t> value);
    void optional_field(FieldType type, std::string_view value);
    /// An id; not written if it is all zeros.
    void optional_id(FieldType type, const std::array<std::uint8_t, 16>& id);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// The number of bytes written; 0 if something did not fit.
    [[nodiscard]] std::size_t finish() const { return overflowed_ ? 0 : size_; }

   protected:
    /// Writes `value` in `size` bytes, 1 to 8.
    void number(std::uint64_t value, std::size_t size);
    void patch_u16(std::size_t offset, std::size_t value);

   private:
    void number_field(FieldType type, std::uint32_t value, std::size_t size);

    std::span<std::uint8_t> out_;
    std::size_t size_ = 0;
    bool overflowed_ = false;
};

/// Writes a message: first the header, then the fields. finish() sets the length.
class MessageWriter : public Writer {
   public:
    MessageWriter(std::span<std::uint8_t> out, MessageType type, std::uint64_t transaction);

    /// The size of the datagram; 0 if it did not fit.
    [[nodiscard]] std::size_t finish();
};

}  // namespace mpdisc::wire
