// SPDX-License-Identifier: MIT
#include "platform/entropy.h"
#include "mpdisc/expects.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace mpdisc::platform {

bool fill_random(std::span<std::uint8_t> out) {
    expects(out.size() <= 256);
    while (!out.empty()) {
        // glibc before 2.25 has no function for this call.
        const long filled = syscall(SYS_getrandom, out.data(), out.size(), 0);
        if (filled > 0) {
            out = out.subspan(static_cast<std::size_t>(filled));
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

}  // namespace mpdisc::platform
