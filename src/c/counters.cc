// SPDX-License-Identifier: MIT
#include "mpdisc/c/counters.h"

#include "c/counters.h"

static_assert(static_cast<int>(mpdisc::Counter::send_errors) == MPDISC_COUNTER_SEND_ERRORS &&
              static_cast<int>(mpdisc::Counter::withheld) == MPDISC_COUNTER_WITHHELD &&
              static_cast<int>(mpdisc::Counter::last) == MPDISC_COUNTER_DROP_REPLAYED);

size_t mpdisc_counter_count() {
    return mpdisc::counter_count;
}

const char* mpdisc_counter_name(int counter) {
    return mpdisc::c::is_counter(counter) ? to_text(static_cast<mpdisc::Counter>(counter))
                                          : "unknown";
}
