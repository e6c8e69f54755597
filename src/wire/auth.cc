// SPDX-License-Identifier: MIT
#include "wire/auth.h"

#include <algorithm>

#include "mpdisc/expects.h"
#include "wire/writer.h"

namespace mpdisc::wire {
namespace {

/// The field's type and length.
constexpr std::uint32_t auth_header = std::uint32_t{static_cast<std::uint16_t>(FieldType::auth)}
                                          << 16 |
                                      (auth_size - field_header_size);

bool has_auth(Bytes fields) {
    FieldReader reader(fields);
    for (Field field; reader.next(field);) {
        if (field.type == FieldType::auth) return true;
    }
    return false;
}

}  // namespace

void Keyring::assign(const KeySet& keys) {
    for (count_ = 0; count_ < keys.size(); ++count_) keys_[count_].assign(keys[count_]);
}

std::size_t Keyring::seal(const Seal& seal, std::span<std::uint8_t> room, std::size_t size) const {
    if (is_empty()) return size;
    const std::size_t sealed_size = size + auth_size;
    const std::size_t length = sealed_size - header_size;
    room[header_length_offset] = static_cast<std::uint8_t>(length >> 8);
    room[header_length_offset + 1] = static_cast<std::uint8_t>(length);
    Writer field(room.subspan(size));
    field.u32(auth_header);
    field.u64(seal.time_ms);
    const Bytes covered = room.first(sealed_size - mac_size);
    field.bytes(Bytes(keys_[seal.key].authenticate(covered)).first(mac_size));
    expects(field.finish() == auth_size);
    return sealed_size;
}

bool Keyring::open(Bytes datagram, Bytes& fields, Seal& seal) const {
    if (is_empty()) return !has_auth(fields);
    if (fields.size() < auth_size) return false;
    ValueReader field(fields.last(auth_size));
    if (field.u32() != auth_header) return false;
    seal.time_ms = field.u64();
    fields = fields.first(fields.size() - auth_size);
    const Bytes covered = datagram.first(datagram.size() - mac_size);
    const Bytes mac = datagram.last(mac_size);
    for (seal.key = 0; seal.key < count_; ++seal.key) {
        const Sha256::Digest digest = keys_[seal.key].authenticate(covered);
        if (equals_in_constant_time(mac, Bytes(digest).first(mac_size))) return true;
    }
    return false;
}

}  // namespace mpdisc::wire
