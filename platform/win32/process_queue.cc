// SPDX-License-Identifier: MIT
#include "platform/common/process_queue.h"

#include <atomic>
#include <cstdlib>
#include <new>

#include "mpdisc/limits.h"
#include "platform/win32/handle.h"

// Threads of the system wait for any number of processes. When a process ends, its thread marks it
// and sets the event of the queue. An open handle keeps the number of a watched process from being
// given to another one.

namespace mpdisc::platform {
namespace {

/// Windows has no low limit of handles. A primary watches as many processes as it registers.
constexpr std::size_t watched_max = limits::user_secondaries_max + 64;

/// The data of a watched process that a thread of the system uses. It is not moved in memory.
struct Ending {
    std::atomic<bool> has_come;
    HANDLE queue_event;
    /// Null if the process had ended before.
    HANDLE process;
    HANDLE wait;
};

void CALLBACK on_end(PVOID context, BOOLEAN) {
    auto& ending = *static_cast<Ending*>(context);
    ending.has_come.store(true, std::memory_order_release);
    SetEvent(ending.queue_event);
}

Ending& ending_of(Handle entry) {
    return *reinterpret_cast<Ending*>(entry);  // NOLINT(performance-no-int-to-ptr)
}

/// A process number is a multiple of four. OpenProcess() would round other numbers down.
bool can_be_process(std::uint32_t id) {
    return id != 0 && id % 4 == 0 && id <= INT32_MAX;
}

/// False if it cannot be waited for.
bool begin_waiting(Ending& ending) {
    if (ending.process == nullptr) return SetEvent(ending.queue_event) != 0;
    return RegisterWaitForSingleObject(&ending.wait, ending.process, on_end, &ending, INFINITE,
                                       WT_EXECUTEONLYONCE) != 0;
}

/// Waits for the callback if it runs just now.
void end_waiting(Ending& ending) {
    if (ending.wait != nullptr) UnregisterWaitEx(ending.wait, INVALID_HANDLE_VALUE);
    ending.wait = nullptr;
}

const WatchedProcess* find_ended(std::span<const WatchedProcess> watched) {
    for (const WatchedProcess& each : watched) {
        if (ending_of(each.entry).has_come.load(std::memory_order_acquire)) return &each;
    }
    return nullptr;
}

}  // namespace

Handle open_process_queue(std::size_t& processes_max) {
    processes_max = watched_max;
    HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    return event == nullptr ? Handle{-1} : from_handle(event);
}

void close_process_queue(Handle queue) {
    CloseHandle(to_handle(queue));
}

Handle add_to_process_queue(Handle queue, std::uint32_t process_id) {
    if (!can_be_process(process_id)) return -1;
    HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, process_id);
    const bool is_gone = process == nullptr && GetLastError() == ERROR_INVALID_PARAMETER;
    if (process == nullptr && !is_gone) return -1;
    void* const memory = std::malloc(sizeof(Ending));
    if (memory == nullptr) {
        if (process != nullptr) CloseHandle(process);
        return -1;
    }
    const Handle entry =
        reinterpret_cast<Handle>(new (memory) Ending{is_gone, to_handle(queue), process, nullptr});
    if (begin_waiting(ending_of(entry))) return entry;
    release_process(entry);
    return -1;
}

void remove_from_process_queue(Handle, const WatchedProcess& process) {
    release_process(process.entry);
}

void release_process(Handle entry) {
    Ending& ending = ending_of(entry);
    end_waiting(ending);
    if (ending.process != nullptr) CloseHandle(ending.process);
    std::free(&ending);
}

bool next_of_process_queue(Handle queue, std::span<const WatchedProcess> watched,
                           std::uint32_t& process_id) {
    if (queue == -1) return false;
    const WatchedProcess* const ended = find_ended(watched);
    if (ended != nullptr) {
        process_id = ended->process_id;
        Ending& ending = ending_of(ended->entry);
        end_waiting(ending);
        ending.has_come.store(false, std::memory_order_relaxed);  // it is reported now
    }
    // The order matters: a process that ends after the second check sets the event itself.
    ResetEvent(to_handle(queue));
    if (find_ended(watched) != nullptr) SetEvent(to_handle(queue));
    return ended != nullptr;
}

}  // namespace mpdisc::platform
