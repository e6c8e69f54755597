// SPDX-License-Identifier: MIT
#include "platform/entropy.h"

#include <stdlib.h>

namespace mpdisc::platform {

// arc4random_buf() is seeded by the kernel, reseeds after fork(), and cannot fail.
bool fill_random(std::span<std::uint8_t> out) {
    arc4random_buf(out.data(), out.size());
    return true;
}

}  // namespace mpdisc::platform
