// SPDX-License-Identifier: MIT
#include "platform/entropy.h"

#include <stdlib.h>

namespace mpdisc::platform {

// It takes its seed from the kernel, anew after fork(), and cannot fail.
bool fill_random(std::span<std::uint8_t> out) {
    arc4random_buf(out.data(), out.size());
    return true;
}

}  // namespace mpdisc::platform
