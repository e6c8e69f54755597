// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What the objects count. mpdisc-wire.7, COUNTER, describes each counter. The numbers never
/// change; new counters come at the end.
typedef enum mpdisc_counter {
    MPDISC_COUNTER_REQUESTS = 0,
    MPDISC_COUNTER_ANSWERS = 1,
    MPDISC_COUNTER_NOTIFICATIONS = 2,
    MPDISC_COUNTER_REGISTRATIONS = 3,
    MPDISC_COUNTER_HEARTBEATS = 4,
    MPDISC_COUNTER_UNREGISTRATIONS = 5,
    MPDISC_COUNTER_EXPIRATIONS = 6,
    MPDISC_COUNTER_EVENTS_LOST = 7,
    MPDISC_COUNTER_SEND_ERRORS = 8,
    MPDISC_COUNTER_DROP_MALFORMED = 9,
    MPDISC_COUNTER_DROP_UNKNOWN_TYPE = 10,
    MPDISC_COUNTER_DROP_UNKNOWN_FIELD = 11,
    MPDISC_COUNTER_DROP_UNEXPECTED = 12,
    MPDISC_COUNTER_DROP_NOT_LOCAL = 13,
    MPDISC_COUNTER_DROP_NOT_REGISTRANT = 14,
    MPDISC_COUNTER_DROP_OFF_LINK = 15,
    MPDISC_COUNTER_DROP_REPEATED = 16,
    MPDISC_COUNTER_DROP_REGISTRY_FULL = 17,
    MPDISC_COUNTER_DROP_NO_MEMORY = 18,
    MPDISC_COUNTER_DEATHS = 19,
    MPDISC_COUNTER_TAKEOVERS = 20,
    MPDISC_COUNTER_WITHHELD = 21,
    MPDISC_COUNTER_DROP_RATE_LIMITED = 22,
    MPDISC_COUNTER_DROP_UNAUTHENTICATED = 23,
    MPDISC_COUNTER_DROP_REPLAYED = 24
} mpdisc_counter;

/// How many counters the library has. The counters are the numbers below.
MPDISC_API size_t mpdisc_counter_count(void);
/// The name in every output: "requests", "drop-off-link". "unknown" if the library has no such
/// counter.
MPDISC_API const char* mpdisc_counter_name(int counter);

/// The last datagram that was dropped for one reason.
typedef struct mpdisc_last_drop mpdisc_last_drop;

/// Its sender as the datagram claims it: "192.0.2.1:5000".
MPDISC_API const char* mpdisc_last_drop_from(const mpdisc_last_drop* drop);
/// How long ago it came.
MPDISC_API uint64_t mpdisc_last_drop_age_ms(const mpdisc_last_drop* drop);

#ifdef __cplusplus
}
#endif
