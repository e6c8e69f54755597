// SPDX-License-Identifier: MIT
#include "platform/process_watch.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "mpdisc/expects.h"
#include "mpdisc/memory.h"
#include "platform/common/process_queue.h"

namespace mpdisc::platform {

bool ProcessWatch::open() {
    expects(!is_open());
    handle_ = open_process_queue(count_max_);
    return is_open();
}

void ProcessWatch::close() {
    // After fork() the parent shares the queue. drop() would remove the processes for it, too.
    for (std::size_t i = 0; i < count_; ++i) release_process(watched_[i].entry);
    count_ = 0;
    std::free(watched_);
    watched_ = nullptr;
    if (is_open()) close_process_queue(handle_);
    handle_ = -1;
}

std::size_t ProcessWatch::find(std::uint32_t process_id) const {
    const WatchedProcess* const place =
        std::lower_bound(watched_, watched_ + count_, process_id,
                         [](const WatchedProcess& entry, std::uint32_t wanted) {
                             return entry.process_id < wanted;
                         });
    return static_cast<std::size_t>(place - watched_);
}

bool ProcessWatch::is_watched(std::size_t index, std::uint32_t process_id) const {
    return index != count_ && watched_[index].process_id == process_id;
}

bool ProcessWatch::make_room() {
    constexpr std::size_t step = 64;
    if (count_ == count_max_) return false;
    if (count_ % step != 0) return true;
    void* const memory =
        grow_memory(watched_, count_ * sizeof *watched_, (count_ + step) * sizeof *watched_);
    if (memory == nullptr) return false;
    watched_ = static_cast<WatchedProcess*>(memory);
    return true;
}

bool ProcessWatch::watch(std::uint32_t process_id) {
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id)) {
        ++watched_[index].users;
        return true;
    }
    if (!is_open() || !make_room()) return false;
    const Handle entry = add_to_process_queue(handle_, process_id);
    if (entry == -1) return false;
    WatchedProcess* const place = watched_ + index;
    std::memmove(place + 1, place, (count_ - index) * sizeof *place);
    *place = {process_id, 1, entry};
    ++count_;
    return true;
}

void ProcessWatch::forget(std::uint32_t process_id) {
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id) && --watched_[index].users == 0) drop(index);
}

void ProcessWatch::drop(std::size_t index) {
    WatchedProcess* const place = watched_ + index;
    remove_from_process_queue(handle_, *place);
    --count_;
    std::memmove(place, place + 1, (count_ - index) * sizeof *place);
}

bool ProcessWatch::next_ended(std::uint32_t& process_id) {
    if (!next_of_process_queue(handle_, {watched_, count_}, process_id)) return false;
    const std::size_t index = find(process_id);
    if (is_watched(index, process_id)) drop(index);
    return true;
}

}  // namespace mpdisc::platform
