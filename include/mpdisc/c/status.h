// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"
#include "mpdisc/c/counters.h"
#include "mpdisc/c/keys.h"
#include "mpdisc/c/poll.h"
#include "mpdisc/c/service.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Asks the primary of this host for its registry and counters. It never blocks.
typedef struct mpdisc_status_query mpdisc_status_query;

/// Fill it by mpdisc_status_query_options_init(), and then change what you need.
typedef struct mpdisc_status_query_options {
    /// The size of the struct that the program was compiled with.
    /// mpdisc_status_query_options_init() sets it.
    size_t size;
    /// The UDP port, 1 to 65535.
    uint16_t discovery_port;
    /// When the query ends at the latest: 1 ms to an hour.
    uint32_t timeout_ms;
    /// Null: no keys. They are copied.
    const mpdisc_keys* keys;
} mpdisc_status_query_options;

/// Sets every option to its default. `size` is sizeof(mpdisc_status_query_options).
MPDISC_API void mpdisc_status_query_options_init(mpdisc_status_query_options* options, size_t size);

/// Null if there is no memory. The query is closed.
MPDISC_API mpdisc_status_query* mpdisc_status_query_new(void);
MPDISC_API void mpdisc_status_query_free(mpdisc_status_query* query);

/// Prepares a query; an open one is closed first. The first mpdisc_status_query_process() sends the
/// first request. Null options stand for the defaults.
MPDISC_API mpdisc_error mpdisc_status_query_open(mpdisc_status_query* query,
                                                 const mpdisc_status_query_options* options);
MPDISC_API void mpdisc_status_query_close(mpdisc_status_query* query);
MPDISC_API bool mpdisc_status_query_is_open(const mpdisc_status_query* query);

/// mpdisc/c/poll.h describes these.
MPDISC_API int mpdisc_status_query_fd(mpdisc_status_query* query);
MPDISC_API size_t mpdisc_status_query_poll_entries(const mpdisc_status_query* query,
                                                   mpdisc_poll_entry* out, size_t room);
MPDISC_API uint64_t mpdisc_status_query_next_deadline_us(const mpdisc_status_query* query);
MPDISC_API void mpdisc_status_query_process(mpdisc_status_query* query);

/// How a query ended (mpdisc/provider_status.h).
typedef enum mpdisc_status_outcome {
    MPDISC_STATUS_RUNNING = 0,
    MPDISC_STATUS_COMPLETE = 1,
    MPDISC_STATUS_NO_ANSWER = 2,
    MPDISC_STATUS_INCOMPLETE = 3,
    MPDISC_STATUS_NOT_ASKED = 4,
    MPDISC_STATUS_OTHER_KEYS = 5
} mpdisc_status_outcome;

MPDISC_API mpdisc_status_outcome mpdisc_status_query_outcome(const mpdisc_status_query* query);
/// "running", "complete", "no-answer", "incomplete", "not-asked" or "other-keys".
MPDISC_API const char* mpdisc_status_outcome_name(int outcome);

/// A provider of this host, as its primary knows it.
typedef struct mpdisc_provider_status mpdisc_provider_status;

/// The next provider: first the primary, then the secondaries. Null if there is none now. Take all
/// of them after each mpdisc_status_query_process(), since only then the next part is asked for.
MPDISC_API const mpdisc_provider_status* mpdisc_status_query_next_provider(
    mpdisc_status_query* query);
/// The next service of the provider that mpdisc_status_query_next_provider() gave last. Null after
/// the last one. It does not end the validity of this provider.
MPDISC_API const mpdisc_service* mpdisc_status_query_next_service(mpdisc_status_query* query);
/// The id, 16 bytes.
MPDISC_API const uint8_t* mpdisc_provider_status_id(const mpdisc_provider_status* status);
MPDISC_API mpdisc_role mpdisc_provider_status_role(const mpdisc_provider_status* status);
MPDISC_API uint32_t mpdisc_provider_status_process_id(const mpdisc_provider_status* status);
/// The time since it became primary, or registered as a secondary.
MPDISC_API uint64_t mpdisc_provider_status_age_ms(const mpdisc_provider_status* status);
/// The time since its last heartbeat or its registration; 0 for the primary.
MPDISC_API uint64_t mpdisc_provider_status_last_heartbeat_ms(const mpdisc_provider_status* status);
MPDISC_API uint32_t mpdisc_provider_status_service_count(const mpdisc_provider_status* status);
/// Whether it takes over if the primary hangs.
MPDISC_API bool mpdisc_provider_status_is_deputy(const mpdisc_provider_status* status);

/// A counter of the primary. Valid once the first provider has arrived, like those below.
MPDISC_API uint64_t mpdisc_status_query_counter(const mpdisc_status_query* query, int counter);
/// The last message that the primary dropped for the reason that this counter counts. Null if there
/// was none.
MPDISC_API const mpdisc_last_drop* mpdisc_status_query_last_drop(mpdisc_status_query* query,
                                                                 int counter);
/// The id of this host, 16 bytes (mpdisc.7, NEIGHBOURHOOD).
MPDISC_API const uint8_t* mpdisc_status_query_host_id(const mpdisc_status_query* query);
/// How many other hosts the primary knows.
MPDISC_API uint32_t mpdisc_status_query_host_count(const mpdisc_status_query* query);
/// At how many addresses these hosts were reached.
MPDISC_API uint32_t mpdisc_status_query_address_count(const mpdisc_status_query* query);
/// How many addresses wait for a question, or for its answer.
MPDISC_API uint32_t mpdisc_status_query_candidate_count(const mpdisc_status_query* query);
/// Whether the primary knows all hosts, as far as it can tell.
MPDISC_API bool mpdisc_status_query_is_settled(const mpdisc_status_query* query);
/// How many answers were dropped because they were not sealed with a key of the options.
MPDISC_API uint64_t mpdisc_status_query_dropped_answers(const mpdisc_status_query* query);
/// The system's error number for a failed open or a request that could not be sent; 0 if there is
/// none.
MPDISC_API int mpdisc_status_query_system_error(const mpdisc_status_query* query);
/// The member of the options that the last open refused; null if it refused none.
MPDISC_API const char* mpdisc_status_query_bad_option(const mpdisc_status_query* query);

#ifdef __cplusplus
}
#endif
