// SPDX-License-Identifier: MIT
#include "mpdisc/c/counters.h"

#include "c/names.h"
#include "mpdisc/counters.h"

static_assert(static_cast<int>(mpdisc::Counter::send_errors) == MPDISC_COUNTER_SEND_ERRORS &&
              static_cast<int>(mpdisc::Counter::withheld) == MPDISC_COUNTER_WITHHELD &&
              static_cast<int>(mpdisc::Counter::last) == MPDISC_COUNTER_DROP_REPLAYED);

size_t mpdisc_counter_count() {
    return mpdisc::counter_count;
}

const char* mpdisc_counter_name(int counter) {
    return mpdisc::c::name_of<mpdisc::Counter::last>(counter);
}
