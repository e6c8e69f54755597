// SPDX-License-Identifier: MIT
#include "wire/writer.h"

#include <cstring>

namespace mpdisc::wire {

void Writer::bytes(std::span<const std::uint8_t> value) {
    if (overflowed_ || value.size() > out_.size() - size_) {
        overflowed_ = true;
        return;
    }
    if (!value.empty()) std::memcpy(out_.data() + size_, value.data(), value.size());
    size_ += value.size();
}

void Writer::number(std::uint64_t value, std::size_t size) {
    std::uint8_t raw[8];
    for (std::size_t i = 0; i < size; ++i) {
        raw[i] = static_cast<std::uint8_t>(value >> (8 * (size - 1 - i)));
    }
    bytes({raw, size});
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
    u16(static_cast<std::uint16_t>(type));
    u16(0);
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
    field(type, std::span(reinterpret_cast<const std::uint8_t*>(value.data()), value.size()));
}

void Writer::field_u8(FieldType type, std::uint8_t value) {
    const std::size_t mark = begin_field(type);
    u8(value);
    end_field(mark);
}

void Writer::field_u16(FieldType type, std::uint16_t value) {
    const std::size_t mark = begin_field(type);
    u16(value);
    end_field(mark);
}

void Writer::field_u32(FieldType type, std::uint32_t value) {
    const std::size_t mark = begin_field(type);
    u32(value);
    end_field(mark);
}

MessageWriter::MessageWriter(std::span<std::uint8_t> out, MessageType type,
                             std::uint64_t transaction)
    : Writer(out) {
    u32(magic);
    u8(static_cast<std::uint8_t>(type));
    u8(0);
    u16(0);
    u64(transaction);
}

std::size_t MessageWriter::finish() {
    patch_u16(header_length_offset, size() - header_size);
    return Writer::finish();
}

}  // namespace mpdisc::wire
