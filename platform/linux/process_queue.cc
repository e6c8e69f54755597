// SPDX-License-Identifier: MIT
#include "platform/common/process_queue.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "platform/posix/resource_limit.h"

// Each watched process has a descriptor (a pidfd, Linux 5.3) that becomes readable when the process
// ends. All of them are in one epoll instance, so the owner polls one descriptor.

namespace mpdisc::platform {
namespace {

/// Returns -1 with errno set on an error. The descriptor is closed on exec.
int open_process(std::uint32_t process_id) {
#ifdef SYS_pidfd_open
    return static_cast<int>(syscall(SYS_pidfd_open, process_id, 0));
#else
    (void)process_id;
    errno = ENOSYS;
    return -1;
#endif
}

/// Stands for a process that ended before it was watched: the read end of a pipe without a writer
/// is readable from the start.
int open_ended() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    close(ends[1]);
    return ends[0];
}

}  // namespace

Handle open_process_queue(std::size_t& processes_max) {
    const int own = open_process(static_cast<std::uint32_t>(getpid()));
    if (own == -1) return -1;
    close(own);
    rlimit limit{};
    (void)get_resource_limit(RLIMIT_NOFILE, limit);
    processes_max = static_cast<std::size_t>(limit.rlim_cur / 2);
    return epoll_create1(EPOLL_CLOEXEC);
}

void close_process_queue(Handle queue) {
    close(static_cast<int>(queue));
}

Handle add_to_process_queue(Handle queue, std::uint32_t process_id) {
    int descriptor = open_process(process_id);
    if (descriptor == -1 && errno == ESRCH) descriptor = open_ended();
    epoll_event event{};
    event.events = EPOLLIN;  // the pipe reports EPOLLHUP, which cannot be masked
    event.data.u32 = process_id;
    if (epoll_ctl(static_cast<int>(queue), EPOLL_CTL_ADD, descriptor, &event) == 0) {
        return descriptor;
    }
    if (descriptor != -1) close(descriptor);
    return -1;
}

void remove_from_process_queue(Handle queue, const WatchedProcess& process) {
    // close() alone would leave it in the epoll instance while a forked child has a copy.
    (void)epoll_ctl(static_cast<int>(queue), EPOLL_CTL_DEL, static_cast<int>(process.entry),
                    nullptr);
    release_process(process.entry);
}

void release_process(Handle entry) {
    close(static_cast<int>(entry));
}

bool next_of_process_queue(Handle queue, std::span<const WatchedProcess>,
                           std::uint32_t& process_id) {
    epoll_event event;
    if (epoll_wait(static_cast<int>(queue), &event, 1, 0) != 1) return false;
    process_id = event.data.u32;
    return true;
}

}  // namespace mpdisc::platform
