// SPDX-License-Identifier: MIT
#include "platform/entropy.h"

#include "mpdisc/expects.h"
#include "platform/win32/system.h"

#include <bcrypt.h>

namespace mpdisc::platform {

bool fill_random(std::span<std::uint8_t> out) {
    expects(out.size() <= 256);
    if (out.empty()) return true;
    return BCryptGenRandom(nullptr, out.data(), static_cast<ULONG>(out.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) >= 0;
}

}  // namespace mpdisc::platform
