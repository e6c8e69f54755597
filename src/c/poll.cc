// SPDX-License-Identifier: MIT
#include "c/poll.h"

#include <climits>

static_assert(MPDISC_POLL_ENTRIES_MAX == mpdisc::limits::poll_entries_max &&
              MPDISC_WAIT_ENTRIES_MAX == mpdisc::limits::wait_entries_max &&
              MPDISC_NEVER_US == mpdisc::never_us);

uint64_t mpdisc_now_us() {
    return mpdisc::monotonic_us();
}

int mpdisc_timeout_ms(uint64_t deadline_us) {
    if (deadline_us == MPDISC_NEVER_US) return -1;
    const std::uint64_t now_us = mpdisc::monotonic_us();
    if (deadline_us <= now_us) return 0;
    return static_cast<int>(
        std::min<std::uint64_t>((deadline_us - now_us - 1) / 1'000 + 1, INT_MAX));
}

bool mpdisc_wait(const mpdisc_poll_entry* entries, size_t count, uint64_t deadline_us) {
    std::array<mpdisc::PollEntry, mpdisc::limits::wait_entries_max> copies;
    if (count > copies.size()) return false;
    for (std::size_t n = 0; n < count; ++n) {
        copies[n] = {entries[n].handle, entries[n].is_socket};
    }
    return mpdisc::wait(std::span(copies).first(count), deadline_us);
}
