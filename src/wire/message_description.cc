// SPDX-License-Identifier: MIT
#include "mpdisc/message_description.h"

#include "mpdisc/text.h"
#include "wire/field_names.h"
#include "wire/format.h"
#include "wire/message_check.h"
#include "wire/reader.h"
#include "wire/value_text.h"

namespace mpdisc {
namespace {

/// In the order of wire::DecodeError.
constexpr char fault_texts[] =
    "\0"
    "it is shorter than a header\0"
    "it does not begin with MPD1\0"
    "it is not as long as its header says\0"
    "its type is unknown\0"
    "a field is cut off\0"
    "an unknown field is critical\0"
    "a field is repeated\0"
    "a required field is missing\0"
    "a value is not allowed";
static_assert(count_texts(fault_texts) ==
              static_cast<std::size_t>(wire::DecodeError::bad_value) + 1);

void name_unknown_field(wire::FieldType type, DescribedField& out) {
    const NumberText number(static_cast<std::uint16_t>(type), 16);
    const bool is_named = out.name.assign("field 0x") && out.name.append(number.view());
    static_cast<void>(is_named);  // it fits
}

}  // namespace

MessageDescription::MessageDescription(std::span<const std::uint8_t> datagram) : rest_(datagram) {
    using wire::DecodeError;
    const DecodeError error = wire::check_message(datagram);
    if (error != DecodeError::none) fault_ = nth_text(fault_texts, static_cast<std::size_t>(error));
    has_header_ = error != DecodeError::too_short && error != DecodeError::bad_magic;
    if (!has_header_) return;
    type_number_ = datagram[wire::header_type_offset];
    type_ = wire::message_name(type_number_);
    transaction_ = wire::ValueReader(datagram.subspan(wire::header_transaction_offset)).u64();
    rest_ = datagram.subspan(wire::header_size);
}

bool MessageDescription::next(DescribedField& out) {
    if (!has_header_) return false;
    const bool is_inner = inner_ != 0;
    wire::FieldReader reader(is_inner ? rest_.first(inner_) : rest_);
    wire::Field field;
    if (!reader.next(field)) return false;
    wire::FieldNames names;
    if (!wire::find_field_names(type_number_, field.type, names)) {
        name_unknown_field(field.type, out);
        names.parts = "bytes";
    } else {
        static_cast<void>(out.name.assign(names.field));
    }
    const bool is_entered = !is_inner && names.parts == wire::parts_are_fields;
    wire::write_value(names.parts, is_entered ? wire::Bytes{} : field.value, out);
    out.is_inner = is_inner;
    const std::size_t taken = is_entered ? wire::field_header_size : field.encoded.size();
    rest_ = rest_.subspan(taken);
    inner_ = is_entered ? field.value.size() : inner_ - (is_inner ? taken : 0);
    return true;
}

}  // namespace mpdisc
