// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::wire {

/// The port that announcements of hosts go to. 0 if this discovery port has none, since it is the
/// last port.
[[nodiscard]] constexpr std::uint16_t announcement_port(std::uint16_t discovery_port) {
    return static_cast<std::uint16_t>(discovery_port + 1);
}

}  // namespace mpdisc::wire
