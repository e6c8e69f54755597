// SPDX-License-Identifier: MIT
#pragma once

#include "wire/format.h"
#include "wire/reader.h"

namespace mpdisc::wire {

/// Why every receiver drops the datagram, whatever its type is; `none` if it is a valid message.
[[nodiscard]] DecodeError check_message(Bytes datagram);

}  // namespace mpdisc::wire
