// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"

namespace mpdisc {

/// The last datagram that was dropped for one reason.
struct LastDrop {
    /// As the datagram claims it: any sender can claim any address.
    Endpoint from;
    /// How long ago it came.
    std::uint64_t age_ms = 0;

    friend bool operator==(const LastDrop&, const LastDrop&) = default;
};

/// By reason. Counters that are no reason have none.
using LastDrops = std::array<std::optional<LastDrop>, counter_count>;

}  // namespace mpdisc
