// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>

#include "mpdisc/c/poll.h"
#include "mpdisc/limits.h"
#include "mpdisc/poll.h"

namespace mpdisc::c {

/// Copies as many of the object's entries as there is room for.
template <typename Object>
[[nodiscard]] std::size_t copy_entries(const Object& object, mpdisc_poll_entry* out,
                                       std::size_t room) {
    std::array<PollEntry, limits::poll_entries_max> entries;
    const std::size_t count =
        object.poll_entries(std::span(entries).first(std::min(room, entries.size())));
    for (std::size_t n = 0; n < count; ++n) out[n] = {entries[n].handle, entries[n].is_socket};
    return count;
}

}  // namespace mpdisc::c
