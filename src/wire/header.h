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
    /// Chosen at random by whoever asks, echoed in every answer.
    std::uint64_t transaction = 0;
};

/// Checks everything but the fields, which it hands on as `fields`.
[[nodiscard]] DecodeError decode_header(Bytes datagram, Header& header, Bytes& fields);

}  // namespace mpdisc::wire
