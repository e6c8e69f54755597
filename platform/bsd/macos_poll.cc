// SPDX-License-Identifier: MIT
#include "platform/posix/poll_call.h"

#include <algorithm>
#include <climits>
#include <cstdint>

namespace mpdisc::platform {
namespace {

/// Rounds up. A time that does not fit an int is cut; the caller looks at the clock and waits
/// again.
int to_milliseconds(const timespec& time) {
    const std::int64_t whole =
        std::int64_t{time.tv_sec} * 1'000 + (time.tv_nsec + 999'999) / 1'000'000;
    return static_cast<int>(std::min<std::int64_t>(whole, INT_MAX));
}

}  // namespace

// macOS has no ppoll(), and select() takes no descriptors above 1023.
int poll_descriptors(std::span<pollfd> descriptors, const timespec* timeout) {
    return poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()),
                timeout == nullptr ? -1 : to_milliseconds(*timeout));
}

}  // namespace mpdisc::platform
