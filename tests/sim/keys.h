// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/keys.h"
#include "mpdisc/types.h"
#include "wire/auth.h"

namespace mpdisc::sim {

/// The one key that all programs of a run share, or no key; or the key of a program with other
/// keys.
[[nodiscard]] inline KeySet keys_of(bool has_keys, bool is_other = false) {
    KeySet keys;
    if (is_other) {
        (void)keys.add_hexadecimal("1b6a94c52e7703c98d1f03b6ae5df218");
    } else if (has_keys) {
        (void)keys.add_hexadecimal("8d1f03b6a94c52e7703c9e5df2184b6a");
    }
    return keys;
}

[[nodiscard]] inline wire::Keyring keyring_of(bool has_keys, bool is_other = false) {
    wire::Keyring ring;
    ring.assign(keys_of(has_keys, is_other));
    return ring;
}

/// The time of day in milliseconds since 1970.
[[nodiscard]] inline std::uint64_t wall_ms(TimeUs now_us) {
    return 1'795'435'200'000 + now_us / 1000;
}

}  // namespace mpdisc::sim
