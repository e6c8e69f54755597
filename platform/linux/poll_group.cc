// SPDX-License-Identifier: MIT
#include "platform/poll_group.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>

#include "platform/clock.h"

// An epoll instance with the entries and a timer. It is readable itself while one of these is.

namespace mpdisc::platform {
namespace {

bool change(Handle group, int operation, Handle entry) {
    epoll_event event{};
    event.events = EPOLLIN;
    return epoll_ctl(static_cast<int>(group), operation, static_cast<int>(entry), &event) == 0;
}

void set_timer(Handle timer, std::uint64_t deadline_us) {
    itimerspec time{};
    if (deadline_us != UINT64_MAX) {
        time.it_value.tv_sec = static_cast<time_t>(deadline_us / 1'000'000);
        // All zeros would stop the timer.
        time.it_value.tv_nsec =
            std::max(static_cast<long>(deadline_us % 1'000'000) * 1'000, long{1});
    }
    (void)timerfd_settime(static_cast<int>(timer), TFD_TIMER_ABSTIME, &time, nullptr);
}

}  // namespace

bool PollGroup::open() {
    handle_ = epoll_create1(EPOLL_CLOEXEC);
    timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (handle_ != -1 && timer_ != -1 && change(handle_, EPOLL_CTL_ADD, timer_)) return true;
    close();
    return false;
}

void PollGroup::close() {
    if (handle_ != -1) ::close(static_cast<int>(handle_));
    if (timer_ != -1) ::close(static_cast<int>(timer_));
    handle_ = -1;
    timer_ = -1;
    watched_count_ = 0;
}

void PollGroup::wait_for(std::span<const PollEntry> entries, std::uint64_t deadline_us) {
    // The kernel has forgotten those that were closed. Another socket may have such a number now.
    for (const Handle former : std::span(watched_).first(watched_count_)) {
        (void)change(handle_, EPOLL_CTL_DEL, former);
    }
    watched_count_ = 0;
    for (const PollEntry& entry : entries) {
        if (!change(handle_, EPOLL_CTL_ADD, entry.handle)) {
            deadline_us = std::min(deadline_us, clock_us() + retry_us);
        }
        watched_[watched_count_++] = entry.handle;
    }
    set_timer(timer_, deadline_us);
}

}  // namespace mpdisc::platform
