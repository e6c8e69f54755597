// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "wire/format.h"
#include "wire/reader.h"

namespace mpdisc::wire {

/// mpdisc-wire.7, HEADER.
struct Header {
    MessageType type{};
    std::uint8_t flags = 0;
    /// The sender of a request chooses it at random, and every answer repeats it.
    std::uint64_t transaction = 0;
};

/// Checks the header. Sets `fields` to the bytes after it, without a check.
[[nodiscard]] DecodeError decode_header(Bytes datagram, Header& header, Bytes& fields);

}  // namespace mpdisc::wire
