// SPDX-License-Identifier: MIT
#include "platform/poller.h"
#include "mpdisc/expects.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

namespace mpdisc::platform {
namespace {

constexpr std::uint64_t seconds_max = INT32_MAX;  // what every time_t holds

timespec to_timespec(std::uint64_t timeout_us) {
    timespec time{};
    time.tv_sec = static_cast<time_t>(std::min(timeout_us / 1'000'000, seconds_max));
    time.tv_nsec = static_cast<long>(timeout_us % 1'000'000 * 1'000);
    return time;
}

}  // namespace

bool poll_wait(std::span<const PollEntry> entries, std::uint64_t timeout_us) {
    std::array<pollfd, 64> descriptors;
    expects(entries.size() <= descriptors.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        descriptors[i] = {static_cast<int>(entries[i].handle), POLLIN, 0};
    }
    // poll() counts in milliseconds: too coarse for delays of a fraction of one.
    const timespec timeout = to_timespec(timeout_us);
    return ppoll(descriptors.data(), static_cast<nfds_t>(entries.size()),
                 timeout_us == UINT64_MAX ? nullptr : &timeout, nullptr) >= 0 ||
           errno == EINTR;
}

}  // namespace mpdisc::platform
