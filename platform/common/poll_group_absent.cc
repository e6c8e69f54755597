// SPDX-License-Identifier: MIT
#include "platform/poll_group.h"

// Minimal builds do without. Windows can wait for a socket, an event and a time by one handle only
// if a thread waits for them and signals the handle. The library starts no threads.

namespace mpdisc::platform {

bool PollGroup::open() {
    return false;
}

void PollGroup::close() {}

void PollGroup::wait_for(std::span<const PollEntry>, std::uint64_t) {}

}  // namespace mpdisc::platform
