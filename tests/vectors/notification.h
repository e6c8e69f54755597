// SPDX-License-Identifier: MIT
#pragma once

#include "wire/control_messages.h"

namespace mpdisc::wire {

/// Encodes the structure that decoding returns.
inline std::size_t encode(const Notification& notification, std::span<std::uint8_t> out) {
    return encode(notification.arrival, notification.roster, notification.request, out);
}

}  // namespace mpdisc::wire
