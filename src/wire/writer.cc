// SPDX-License-Identifier: MIT
#include "wire/writer.h"

#include <cstring>

#include "wire/byte_order.h"

namespace mpdisc::wire {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

void Writer::bytes(std::span<const std::uint8_t> value) {
    if (overflowed_ || value.size() > out_.size() - size_) {
        overflowed_ = true;
        return;
    }
    if (!value.empty()) std::memcpy(out_.data() + size_, value.data(), value.size());
    size_ += value.size();
}

void Writer::number(std::uint64_t value, std::size_t size) {
    if (overflowed_ || size > out_.size() - size_) {
        overflowed_ = true;
        return;
    }
    std::uint8_t* const at = out_.data() + size_;
    const std::size_t room = out_.size() - size_;
    size_ += size;
    if (room >= sizeof value) {
        // Stores a whole word at once. The bytes that follow overwrite the excess.
        store_big_endian(at, value << (sizeof value - size) * 8);
        return;
    }
    for (std::size_t i = size; i > 0; value >>= 8) at[--i] = static_cast<std::uint8_t>(value);
}

void Writer::patch_u16(std::size_t offset, std::size_t value) {
    if (overflowed_) return;
    if (value > UINT16_MAX) {
        overflowed_ = true;
        return;
    }
    out_[offset] = static_cast<std::uint8_t>(value >> 8);
    out_[offset + 1] = static_cast<std::uint8_t>(value);
}

std::size_t Writer::begin_field(FieldType type) {
    u32(std::uint32_t{static_cast<std::uint16_t>(type)} << 16);
    return size_;
}

void Writer::end_field(std::size_t mark) {
    patch_u16(mark - 2, size_ - mark);
}

void Writer::field(FieldType type, std::span<const std::uint8_t> value) {
    const std::size_t mark = begin_field(type);
    bytes(value);
    end_field(mark);
}

void Writer::field(FieldType type, std::string_view value) {
    field(type, bytes_of(value));
}

void Writer::optional_field(FieldType type, std::span<const std::uint8_t> value) {
    if (!value.empty()) field(type, value);
}

void Writer::optional_field(FieldType type, std::string_view value) {
    optional_field(type, bytes_of(value));
}

void Writer::optional_id(FieldType type, const std::array<std::uint8_t, 16>& id) {
    if (is_known_id(id)) field(type, id);
}

void Writer::number_field(FieldType type, std::uint32_t value, std::size_t size) {
    // Writes header and value at once, because most fields are numbers.
    const std::uint64_t header =
        std::uint64_t{static_cast<std::uint16_t>(type)} << 16 | std::uint64_t{size};
    number(header << size * 8 | value, field_header_size + size);
}

MessageWriter::MessageWriter(std::span<std::uint8_t> out, MessageType type,
                             std::uint64_t transaction)
    : Writer(out) {
    u64(std::uint64_t{magic} << 32 | std::uint64_t{static_cast<std::uint8_t>(type)} << 24);
    u64(transaction);
}

std::size_t MessageWriter::finish() {
    patch_u16(header_length_offset, size() - header_size);
    return Writer::finish();
}

}  // namespace mpdisc::wire
