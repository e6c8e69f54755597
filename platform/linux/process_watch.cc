// SPDX-License-Identifier: MIT
#include "platform/process_watch.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "mpdisc/expects.h"

// Each process has a descriptor (a pidfd, Linux 5.3) that becomes readable when it ends; all of
// them stand behind one epoll descriptor, so that the owner polls one however many there are.

namespace mpdisc::platform {
namespace {

/// -1 with errno set. Closed on exec.
int open_process(std::uint32_t process_id) {
#ifdef SYS_pidfd_open
    return static_cast<int>(syscall(SYS_pidfd_open, process_id, 0));
#else
    (void)process_id;
    errno = ENOSYS;
    return -1;
#endif
}

/// Readable from the start, for a process that ended before it was watched: a pipe that nobody
/// writes to any more.
int open_ended() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    ::close(ends[1]);
    return ends[0];
}

}  // namespace

struct ProcessWatch::Watched {
    std::uint32_t process_id;
    std::uint32_t users;
    int descriptor;
};

bool ProcessWatch::open() {
    expects(!is_open());
    const int own = open_process(static_cast<std::uint32_t>(getpid()));
    if (own == -1) return false;
    ::close(own);
    rlimit limit{};
    (void)getrlimit(RLIMIT_NOFILE, &limit);
    count_max_ = static_cast<std::size_t>(limit.rlim_cur / 2);
    handle_ = epoll_create1(EPOLL_CLOEXEC);
    return is_open();
}

void ProcessWatch::close() {
    // Taking them off as drop() does would take them off for the process this one was forked from.
    for (std::size_t i = 0; i < count_; ++i) ::close(watched_[i].descriptor);
    count_ = 0;
    std::free(watched_);
    watched_ = nullptr;
    if (is_open()) ::close(static_cast<int>(handle_));
    handle_ = -1;
}

std::size_t ProcessWatch::find(std::uint32_t process_id) const {
    const Watched* const place = std::lower_bound(
        watched_, watched_ + count_, process_id,
        [](const Watched& entry, std::uint32_t wanted) { return entry.process_id < wanted; });
    return static_cast<std::size_t>(place - watched_);
}

bool ProcessWatch::is_watched(std::size_t index, std::uint32_t process_id) const {
    return index != count_ && watched_[index].process_id == process_id;
}

bool ProcessWatch::make_room() {
    constexpr std::size_t step = 64;
    if (count_ == count_max_) return false;
    if (count_ % step != 0) return true;
    void* const memory = std::realloc(watched_, (count_ + step) * sizeof(Watched));
    if (memory == nullptr) return false;
    watched_ = static_cast<Watched*>(memory);
    return true;
}

void ProcessWatch::watch(std::uint32_t process_id) {
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id)) {
        ++watched_[index].users;
        return;
    }
    if (!is_open() || !make_room()) return;
    int descriptor = open_process(process_id);
    if (descriptor == -1 && errno == ESRCH) descriptor = open_ended();
    epoll_event event{};
    event.events = EPOLLIN;  // the pipe's end shows EPOLLHUP, which is always told
    event.data.u32 = process_id;
    if (epoll_ctl(static_cast<int>(handle_), EPOLL_CTL_ADD, descriptor, &event) != 0) {
        if (descriptor != -1) ::close(descriptor);
        return;
    }
    Watched* const place = watched_ + index;
    std::memmove(place + 1, place, (count_ - index) * sizeof *place);
    *place = {process_id, 1, descriptor};
    ++count_;
}

void ProcessWatch::forget(std::uint32_t process_id) {
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id) && --watched_[index].users == 0) drop(index);
}

void ProcessWatch::drop(std::size_t index) {
    Watched* const place = watched_ + index;
    // Closing alone would leave it there as long as a child forked meanwhile has a copy.
    (void)epoll_ctl(static_cast<int>(handle_), EPOLL_CTL_DEL, place->descriptor, nullptr);
    ::close(place->descriptor);
    --count_;
    std::memmove(place, place + 1, (count_ - index) * sizeof *place);
}

bool ProcessWatch::next_ended(std::uint32_t& process_id) {
    epoll_event event;
    if (epoll_wait(static_cast<int>(handle_), &event, 1, 0) != 1) return false;
    process_id = event.data.u32;
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id)) drop(index);
    return true;
}

}  // namespace mpdisc::platform
