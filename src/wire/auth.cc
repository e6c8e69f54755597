// SPDX-License-Identifier: MIT
#include "wire/auth.h"

#include <algorithm>
#include <concepts>

#include "mpdisc/expects.h"
#include "wire/writer.h"

namespace mpdisc::wire {
namespace {

/// The field's type and length.
constexpr std::uint32_t auth_header = std::uint32_t{static_cast<std::uint16_t>(FieldType::auth)}
                                          << 16 |
                                      (auth_size - field_header_size);

constexpr std::uint32_t set_of(std::same_as<MessageType> auto... types) {
    return ((std::uint32_t{1} << static_cast<unsigned>(types)) | ...);
}

// A notification is bound to no port, so that one code serves all its receivers. A secondary
// accepts it only once.
constexpr std::uint32_t bound_to_sender =
    set_of(MessageType::provider_discovery_request, MessageType::provider_registration,
           MessageType::provider_heartbeat, MessageType::provider_unregistration,
           MessageType::primary_change, MessageType::status_request);
constexpr std::uint32_t bound_to_receiver =
    set_of(MessageType::provider_discovery_response, MessageType::provider_registration_ack,
           MessageType::provider_heartbeat_ack, MessageType::deputy_appointment,
           MessageType::status_response);
// The last three are not bound to the primary: one side may not know its nonce yet.
constexpr std::uint32_t bound_to_primary =
    (bound_to_sender | bound_to_receiver | set_of(MessageType::provider_notification)) &
    ~set_of(MessageType::provider_discovery_request, MessageType::provider_discovery_response,
            MessageType::primary_change);
constexpr std::uint32_t unbound =
    set_of(MessageType::client_discovery_request, MessageType::service_advertisement,
           MessageType::host_announcement, MessageType::host_query, MessageType::host_list);

/// The bytes that the code covers after the message, and that are not sent: a port and a nonce.
class Trailer {
   public:
    Trailer(Bytes datagram, const Binding& binding) {
        const std::uint32_t type = std::uint32_t{1} << (datagram[header_type_offset] & 31U);
        if ((type & unbound) != 0) return;
        size_ = bytes_.size();
        const unsigned port = (type & bound_to_sender) != 0     ? binding.from_port
                              : (type & bound_to_receiver) != 0 ? binding.to_port
                                                                : 0U;
        bytes_[0] = static_cast<std::uint8_t>(port >> 8);
        bytes_[1] = static_cast<std::uint8_t>(port);
        if ((type & bound_to_primary) != 0) std::ranges::copy(binding.nonce, &bytes_[2]);
    }
    [[nodiscard]] Bytes bytes() const { return Bytes(bytes_).first(size_); }

   private:
    std::array<std::uint8_t, 2 + sizeof(Nonce)> bytes_{};
    std::size_t size_ = 0;
};

bool has_auth(Bytes fields) {
    FieldReader reader(fields);
    for (Field field; reader.next(field);) {
        if (field.type == FieldType::auth) return true;
    }
    return false;
}

}  // namespace

void Keyring::assign(const KeySet& keys) {
    wipe_memory(this, sizeof *this);
    for (count_ = 0; count_ < keys.size(); ++count_) keys_[count_].assign(keys[count_]);
}

std::size_t Keyring::seal(const Seal& seal, const Binding& binding, std::span<std::uint8_t> room,
                          std::size_t size) const {
    if (is_empty()) return size;
    const std::size_t sealed_size = size + auth_size;
    const std::size_t length = sealed_size - header_size;
    room[header_length_offset] = static_cast<std::uint8_t>(length >> 8);
    room[header_length_offset + 1] = static_cast<std::uint8_t>(length);
    Writer field(room.subspan(size));
    field.u32(auth_header);
    field.u64(seal.time_ms);
    const Bytes covered = room.first(sealed_size - mac_size);
    const Trailer trailer(room, binding);
    field.bytes(Bytes(keys_[seal.key].authenticate(covered, trailer.bytes())).first(mac_size));
    expects(field.finish() == auth_size);
    return sealed_size;
}

bool Keyring::open(Bytes datagram, const Binding& binding, Bytes& fields, Seal& seal) const {
    if (is_empty()) return !has_auth(fields);
    if (fields.size() < auth_size) return false;
    ValueReader field(fields.last(auth_size));
    if (field.u32() != auth_header) return false;
    seal.time_ms = field.u64();
    fields = fields.first(fields.size() - auth_size);
    const Bytes covered = datagram.first(datagram.size() - mac_size);
    const Bytes mac = datagram.last(mac_size);
    const Trailer trailer(datagram, binding);
    for (seal.key = 0; seal.key < count_; ++seal.key) {
        const Sha256::Digest digest = keys_[seal.key].authenticate(covered, trailer.bytes());
        if (equals_in_constant_time(mac, Bytes(digest).first(mac_size))) return true;
    }
    return false;
}

}  // namespace mpdisc::wire
