// SPDX-License-Identifier: MIT
#include "wire/header.h"

namespace mpdisc::wire {

DecodeError decode_header(Bytes datagram, Header& header, Bytes& fields) {
    if (datagram.size() < header_size) return DecodeError::too_short;
    ValueReader reader(datagram.first(header_size));
    if (reader.u32() != magic) return DecodeError::bad_magic;
    const std::uint8_t type = reader.u8();
    header.flags = reader.u8();
    const std::size_t length = reader.u16();
    header.transaction = reader.u64();
    if (length != datagram.size() - header_size) return DecodeError::bad_length;
    if (type == 0 || type > message_type_last) return DecodeError::unknown_type;
    header.type = static_cast<MessageType>(type);
    fields = datagram.subspan(header_size);
    return DecodeError::none;
}

}  // namespace mpdisc::wire
