// SPDX-License-Identifier: MIT
#include "mpdisc/poll.h"

#include "mpdisc/limits.h"
#include "platform/clock.h"
#include "platform/poller.h"

namespace mpdisc {

TimeUs monotonic_us() {
    return platform::clock_us();
}

bool wait(std::span<const PollEntry> entries, TimeUs deadline_us) {
    if (entries.size() > limits::wait_entries_max) return false;
    if (deadline_us == never_us) return platform::poll_wait(entries, UINT64_MAX);
    const TimeUs now_us = platform::clock_us();
    return platform::poll_wait(entries, deadline_us > now_us ? deadline_us - now_us : 0);
}

}  // namespace mpdisc
