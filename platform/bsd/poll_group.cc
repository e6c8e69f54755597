// SPDX-License-Identifier: MIT
#include "platform/poll_group.h"

#include <sys/types.h>

// This header does not include the above.
#include <sys/event.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "platform/bsd/descriptor_flags.h"
#include "platform/clock.h"

// A kqueue with the entries and a timer. It is readable itself while it has an event. Nobody takes
// the events out, and an event does not go away with its cause. But an entry that is deleted and
// added again has an event only if there is a cause now.

namespace mpdisc::platform {
namespace {

constexpr std::uintptr_t timer_id = 1;

bool change(Handle group, std::uintptr_t id, int filter, int flags, std::uint32_t fflags = 0,
            std::int64_t data = 0) {
    struct kevent change {};
    change.ident = id;
    change.filter = static_cast<decltype(change.filter)>(filter);
    change.flags = static_cast<decltype(change.flags)>(flags);
    change.fflags = fflags;
    change.data = static_cast<decltype(change.data)>(data);
    return kevent(static_cast<int>(group), &change, 1, nullptr, 0, nullptr) == 0;
}

/// `wait_us`: how long from now on. Rounds up where the system counts milliseconds only.
bool set_timer(Handle group, std::uint64_t wait_us) {
    // A day is longer than any time between two deadlines that matter.
    constexpr std::uint64_t wait_us_max = 86'400'000'000;
    const auto us = static_cast<std::int64_t>(std::min(wait_us, wait_us_max));
#ifdef NOTE_USECONDS
    return change(group, timer_id, EVFILT_TIMER, EV_ADD | EV_ONESHOT, NOTE_USECONDS,
                  std::max(us, std::int64_t{1}));
#else
    return change(group, timer_id, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0,
                  std::max((us + 999) / 1'000, std::int64_t{1}));
#endif
}

}  // namespace

bool PollGroup::open() {
    handle_ = with_descriptor_flags(kqueue(), false);
    return handle_ != -1;
}

void PollGroup::close() {
    if (handle_ != -1) ::close(static_cast<int>(handle_));
    handle_ = -1;
    watched_count_ = 0;
}

void PollGroup::wait_for(std::span<const PollEntry> entries, std::uint64_t deadline_us) {
    // The kernel has forgotten those that were closed. Another socket may have such a number now.
    for (const Handle former : std::span(watched_).first(watched_count_)) {
        (void)change(handle_, static_cast<std::uintptr_t>(former), EVFILT_READ, EV_DELETE);
    }
    const std::uint64_t now_us = clock_us();
    watched_count_ = 0;
    for (const PollEntry& entry : entries) {
        const auto id = static_cast<std::uintptr_t>(entry.handle);
        if (!change(handle_, id, EVFILT_READ, EV_ADD)) {
            deadline_us = std::min(deadline_us, now_us + retry_us);
        }
        watched_[watched_count_++] = entry.handle;
    }
    (void)change(handle_, timer_id, EVFILT_TIMER, EV_DELETE);
    if (deadline_us == UINT64_MAX) return;
    (void)set_timer(handle_, deadline_us > now_us ? deadline_us - now_us : 0);
}

}  // namespace mpdisc::platform
