// SPDX-License-Identifier: MIT
#include "c/counters.h"

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

const mpdisc_last_drop* mpdisc_last_drop::assign(const std::optional<mpdisc::LastDrop>& drop) {
    if (!drop) return nullptr;
    from.assign(mpdisc::to_text(drop->from).view());
    age_ms = drop->age_ms;
    return this;
}

const char* mpdisc_last_drop_from(const mpdisc_last_drop* drop) {
    return drop->from.c_str();
}

uint64_t mpdisc_last_drop_age_ms(const mpdisc_last_drop* drop) {
    return drop->age_ms;
}
