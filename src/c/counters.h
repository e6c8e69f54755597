// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "c/text.h"
#include "mpdisc/address.h"
#include "mpdisc/c/counters.h"
#include "mpdisc/counters.h"
#include "mpdisc/last_drop.h"

struct mpdisc_last_drop {
    mpdisc::c::EndpointText from;
    std::uint64_t age_ms = 0;

    /// Null if there is none.
    const mpdisc_last_drop* assign(const std::optional<mpdisc::LastDrop>& drop);
};

namespace mpdisc::c {

[[nodiscard]] inline bool is_known(int counter) {
    return counter >= 0 && static_cast<std::size_t>(counter) < counter_count;
}

/// 0 if this library does not have the counter: the program may be compiled for another version.
[[nodiscard]] inline std::uint64_t value_of(const Counters& counters, int counter) {
    return is_known(counter) ? counters[static_cast<Counter>(counter)] : 0;
}

/// Nothing if this library does not have the counter.
template <class Machine>
[[nodiscard]] std::optional<LastDrop> last_drop_of(const Machine& machine, int counter) {
    return is_known(counter) ? machine.last_drops()[static_cast<std::size_t>(counter)]
                             : std::nullopt;
}

}  // namespace mpdisc::c
