// SPDX-License-Identifier: MIT
#include "wire/message_fields.h"

namespace mpdisc::wire {

void MessageFields::id(FieldType type, std::array<std::uint8_t, 16>& member) {
    if (out_ != nullptr) out_->field(type, member);
    if (ValueReader* const value = value_of(type)) member = value->provider_id().bytes;
}

void MessageFields::optional_id(FieldType type, std::array<std::uint8_t, 16>& member) {
    if (out_ != nullptr) return out_->optional_id(type, member);
    id(type, member);
}

void MessageFields::host(HostId& member) {
    if (out_ != nullptr) out_->optional_id(FieldType::host, member.bytes);
    if (ValueReader* const value = value_of(FieldType::host)) member = value->host_id();
}

void MessageFields::u32(FieldType type, std::uint32_t& member) {
    if (out_ != nullptr) out_->field_u32(type, member);
    if (ValueReader* const value = value_of(type)) member = value->u32();
}

void MessageFields::optional_u32(FieldType type, bool& has_it, std::uint32_t& member) {
    if (out_ != nullptr && !has_it) return;
    u32(type, member);
    if (value_of(type) != nullptr) has_it = true;
}

void MessageFields::optional_port(FieldType type, std::uint16_t& member) {
    if (out_ != nullptr && member != 0) {
        const std::size_t mark = out_->begin_field(type);
        out_->u16(member);
        out_->end_field(mark);
    }
    if (ValueReader* const value = value_of(type)) {
        member = value->u16();
        if (member == 0) value->fail();
    }
}

void MessageFields::flag(FieldType type, bool& member) {
    if (out_ != nullptr && member) out_->field(type, Bytes{});
    if (value_of(type) != nullptr) member = true;
}

void MessageFields::code(FieldType type, std::uint8_t& member, std::uint8_t last) {
    if (out_ != nullptr) out_->field_u8(type, member);
    if (ValueReader* const value = value_of(type)) {
        member = value->u8();
        if (member == 0 || member > last) value->fail();
    }
}

ValueReader* MessageFields::value_of(FieldType type) {
    if (value_ == nullptr || type != type_) return nullptr;
    is_known_ = true;
    return value_;
}

}  // namespace mpdisc::wire
