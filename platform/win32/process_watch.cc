// SPDX-License-Identifier: MIT
#include "platform/process_watch.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"
#include "platform/win32/handle.h"

// The system's threads wait for the processes, however many there are; what they do when one ends
// is to mark it and set the watch's event. As long as a process is watched its number passes to
// nobody, since a handle of it is open.

namespace mpdisc::platform {
namespace {

/// The system has no limit of handles that counts. A primary watches as many as it registers.
constexpr std::size_t processes_max = limits::registry_secondaries_max + 64;

/// What the system's threads see of a watched process; it stays where it is.
struct Ending {
    std::atomic<bool> has_come;
    HANDLE watch_event;
};

void CALLBACK on_end(PVOID context, BOOLEAN) {
    auto& ending = *static_cast<Ending*>(context);
    ending.has_come.store(true, std::memory_order_release);
    SetEvent(ending.watch_event);
}

/// Numbers of processes are multiples of four, of which OpenProcess() would round others down.
bool can_be_process(std::uint32_t id) {
    return id != 0 && id % 4 == 0 && id <= INT32_MAX;
}

}  // namespace

struct ProcessWatch::Watched {
    std::uint32_t process_id;
    std::uint32_t users;
    /// Null for one that had ended before.
    HANDLE process;
    HANDLE wait;
    Ending* ending;

    /// False where the process cannot be watched.
    [[nodiscard]] bool begin(std::uint32_t id, HANDLE watch_event) {
        *this = {id, 1, OpenProcess(SYNCHRONIZE, FALSE, id), nullptr, nullptr};
        const bool is_gone = process == nullptr && GetLastError() == ERROR_INVALID_PARAMETER;
        if (process == nullptr && !is_gone) return false;
        void* const memory = std::malloc(sizeof(Ending));
        if (memory != nullptr) ending = new (memory) Ending{is_gone, watch_event};
        if (ending != nullptr && is_gone) {
            SetEvent(watch_event);
            return true;
        }
        if (ending != nullptr && RegisterWaitForSingleObject(&wait, process, on_end, ending,
                                                             INFINITE, WT_EXECUTEONLYONCE) != 0) {
            return true;
        }
        end();
        return false;
    }
    void end() {
        // Waits until the callback, if it runs just now, has done its little.
        if (wait != nullptr) UnregisterWaitEx(wait, INVALID_HANDLE_VALUE);
        if (process != nullptr) CloseHandle(process);
        std::free(ending);
    }
};

bool ProcessWatch::open() {
    expects(!is_open());
    HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    if (event == nullptr) return false;
    handle_ = from_handle(event);
    count_max_ = processes_max;
    return true;
}

void ProcessWatch::close() {
    for (std::size_t i = 0; i < count_; ++i) watched_[i].end();
    count_ = 0;
    std::free(watched_);
    watched_ = nullptr;
    if (is_open()) CloseHandle(to_handle(handle_));
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
    if (!is_open() || !can_be_process(process_id) || !make_room()) return;
    Watched fresh;
    if (!fresh.begin(process_id, to_handle(handle_))) return;
    Watched* const place = watched_ + index;
    std::memmove(place + 1, place, (count_ - index) * sizeof *place);
    *place = fresh;
    ++count_;
}

void ProcessWatch::forget(std::uint32_t process_id) {
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id) && --watched_[index].users == 0) drop(index);
}

void ProcessWatch::drop(std::size_t index) {
    Watched* const place = watched_ + index;
    place->end();
    --count_;
    std::memmove(place, place + 1, (count_ - index) * sizeof *place);
}

bool ProcessWatch::next_ended(std::uint32_t& process_id) {
    if (!is_open()) return false;
    const auto find_ended = [this] {
        std::size_t index = 0;
        while (index < count_ &&
               !watched_[index].ending->has_come.load(std::memory_order_acquire)) {
            ++index;
        }
        return index;
    };
    const std::size_t first = find_ended();
    const bool found = first != count_;
    if (found) {
        process_id = watched_[first].process_id;
        drop(first);
    }
    // In this order: one that ends after the second look sets the event itself.
    ResetEvent(to_handle(handle_));
    if (find_ended() != count_) SetEvent(to_handle(handle_));
    return found;
}

}  // namespace mpdisc::platform
