// SPDX-License-Identifier: MIT
#include "platform/common/process_queue.h"

#include <sys/types.h>

// This header does not include the above.
#include <sys/event.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>

#include "platform/bsd/descriptor_flags.h"
#include "platform/posix/descriptors.h"

// One kqueue watches all processes, without a descriptor for each. Only a process that ended before
// it was watched has a descriptor: the read end of a pipe without a writer.

namespace mpdisc::platform {
namespace {

/// A pointer on some systems, a number on others.
using UserData = decltype(kevent::udata);

/// On an error returns false with errno set.
bool change(int queue, std::uintptr_t ident, int filter, int flags, std::uint32_t process_id) {
    struct kevent change {};
    change.ident = ident;
    change.filter = static_cast<decltype(change.filter)>(filter);
    change.flags = static_cast<decltype(change.flags)>(flags);
    if (filter == EVFILT_PROC) change.fflags = NOTE_EXIT;
    change.udata = reinterpret_cast<UserData>(static_cast<std::intptr_t>(process_id));
    return kevent(queue, &change, 1, nullptr, 0, nullptr) == 0;
}

int open_ended() {
    Pipe pipe;
    if (!make_pipe(PipeMode::blocking, pipe)) return -1;
    close(pipe.write_end);
    return pipe.read_end;
}

int add_ended(int queue, std::uint32_t process_id) {
    const int descriptor = open_ended();
    if (descriptor == -1) return -1;
    const auto ident = static_cast<std::uintptr_t>(descriptor);
    if (change(queue, ident, EVFILT_READ, EV_ADD, process_id)) return descriptor;
    close(descriptor);
    return -1;
}

}  // namespace

Handle open_process_queue(std::size_t& processes_max) {
    processes_max = SIZE_MAX;
    return with_descriptor_flags(kqueue(), false);
}

void close_process_queue(Handle queue) {
    close(static_cast<int>(queue));
}

Handle add_to_process_queue(Handle queue, std::uint32_t process_id) {
    if (process_id == 0 || process_id > INT32_MAX) return -1;
    const int kqueue = static_cast<int>(queue);
    if (change(kqueue, process_id, EVFILT_PROC, EV_ADD | EV_ONESHOT, process_id)) return no_entry;
    // Some systems refuse to watch processes of other users (EACCES).
    return errno == ESRCH ? add_ended(kqueue, process_id) : -1;
}

void remove_from_process_queue(Handle queue, const WatchedProcess& process) {
    // A closed pipe is also removed from the kqueue.
    if (process.entry != no_entry) return release_process(process.entry);
    // The kqueue has already removed a process whose end it reported.
    (void)change(static_cast<int>(queue), process.process_id, EVFILT_PROC, EV_DELETE,
                 process.process_id);
}

void release_process(Handle entry) {
    if (entry != no_entry) close(static_cast<int>(entry));
}

bool next_of_process_queue(Handle queue, std::span<const WatchedProcess>,
                           std::uint32_t& process_id) {
    const timespec at_once{};
    struct kevent event {};
    if (kevent(static_cast<int>(queue), nullptr, 0, &event, 1, &at_once) != 1) return false;
    process_id = static_cast<std::uint32_t>(reinterpret_cast<std::intptr_t>(event.udata));
    return true;
}

}  // namespace mpdisc::platform
