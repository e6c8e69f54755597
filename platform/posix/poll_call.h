// SPDX-License-Identifier: MIT
#pragma once

#include <poll.h>

#include <ctime>
#include <span>

namespace mpdisc::platform {

/// Calls poll() with a time-out that is not rounded down, since a wait that ends early would spin.
/// Null: no time-out.
#ifdef __APPLE__
[[nodiscard]] int poll_descriptors(std::span<pollfd> descriptors, const timespec* timeout);
#else
[[nodiscard]] inline int poll_descriptors(std::span<pollfd> descriptors, const timespec* timeout) {
    return ppoll(descriptors.data(), static_cast<nfds_t>(descriptors.size()), timeout, nullptr);
}
#endif

}  // namespace mpdisc::platform
