// SPDX-License-Identifier: MIT
#include "wire/reader.h"

#include <algorithm>

namespace mpdisc::wire {

Bytes ValueReader::bytes(std::size_t count) {
    if (error_ != DecodeError::none) return {};
    if (count > rest_.size()) {
        fail();
        return {};
    }
    const Bytes taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
}

std::uint64_t ValueReader::number(std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes(size)) value = value << 8 | byte;
    return value;
}

std::string_view ValueReader::text() {
    const Bytes raw = remaining();
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

ProviderId ValueReader::provider_id() {
    ProviderId id;
    const Bytes raw = bytes(id.bytes.size());
    std::copy(raw.begin(), raw.end(), id.bytes.begin());
    return id;
}

HostId ValueReader::host_id() {
    const HostId host{provider_id().bytes};
    if (!host.is_known()) fail();
    return host;
}

IpAddress ValueReader::address() {
    const IpAddress address = IpAddress::from_bytes(remaining());
    if (address.family == Family::any) fail();
    return address;
}

bool FieldReader::next(Field& out) {
    if (rest_.size() < field_header_size) return false;
    const std::size_t length = std::size_t{rest_[2]} << 8 | rest_[3];
    if (length > rest_.size() - field_header_size) return false;
    out.type = static_cast<FieldType>(rest_[0] << 8 | rest_[1]);
    out.encoded = rest_.first(field_header_size + length);
    out.value = out.encoded.subspan(field_header_size);
    rest_ = rest_.subspan(out.encoded.size());
    return true;
}

DecodeError read_fields(Bytes fields, std::uint64_t required, std::uint64_t repeatable,
                        void* context, ParseField parse) {
    std::uint64_t seen = 0;
    FieldReader reader(fields);
    Field field;
    while (reader.next(field)) {
        ValueReader value(field.value);
        if (!parse(context, field.type, value)) {
            if ((static_cast<unsigned>(field.type) & critical_bit) != 0) {
                return DecodeError::unknown_critical_field;
            }
            continue;
        }
        const DecodeError error = value.finish();
        if (error != DecodeError::none) return error;
        const std::uint64_t bit = field_bit(field.type);
        if ((seen & bit & ~repeatable) != 0) return DecodeError::repeated_field;
        seen |= bit;
    }
    if (!reader.intact()) return DecodeError::truncated_field;
    return (seen & required) == required ? DecodeError::none : DecodeError::missing_field;
}

}  // namespace mpdisc::wire
