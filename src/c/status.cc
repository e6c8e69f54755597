// SPDX-License-Identifier: MIT
#include "mpdisc/c/status.h"

#include "c/counters.h"
#include "c/errors.h"
#include "c/keys.h"
#include "c/names.h"
#include "c/options.h"
#include "c/poll.h"
#include "c/service.h"
#include "mpdisc/status.h"
#include "runtime/owned.h"

static_assert(static_cast<int>(mpdisc::StatusOutcome::other_keys) == MPDISC_STATUS_OTHER_KEYS);

struct mpdisc_provider_status {
    mpdisc::ProviderStatus status;
};

struct mpdisc_status_query {
    mpdisc::StatusQuery query;
    /// The option that the C API refused itself.
    const char* bad_option = nullptr;
    mpdisc_provider_status provider;
    mpdisc_service service;
    mpdisc::NeighbourhoodStatus neighbourhood;
    mpdisc_last_drop last_drop;

    mpdisc_error open(const mpdisc_status_query_options* given);
};

namespace {

mpdisc_status_query_options default_options() {
    const mpdisc::StatusOptions defaults;
    mpdisc_status_query_options options{};
    options.size = sizeof options;
    options.discovery_port = defaults.discovery_port;
    options.timeout_ms = defaults.timeout_ms;
    return options;
}

}  // namespace

mpdisc_error mpdisc_status_query::open(const mpdisc_status_query_options* given) {
    query.close();
    neighbourhood = {};
    mpdisc_status_query_options options = default_options();
    bad_option = mpdisc::c::read_options(given, options) ? nullptr : "size";
    if (bad_option != nullptr) return MPDISC_ERROR_BAD_OPTION;
    mpdisc::StatusOptions wanted;
    wanted.discovery_port = options.discovery_port;
    wanted.timeout_ms = options.timeout_ms;
    wanted.keys = options.keys == nullptr ? nullptr : &options.keys->keys;
    return mpdisc::c::error_of(query.open(wanted));
}

void mpdisc_status_query_options_init(mpdisc_status_query_options* options, size_t size) {
    mpdisc::c::copy_defaults(default_options(), options, size);
}

mpdisc_status_query* mpdisc_status_query_new() {
    return mpdisc::runtime::make_owned<mpdisc_status_query>().release();
}

void mpdisc_status_query_free(mpdisc_status_query* query) {
    mpdisc::Owned<mpdisc_status_query>(query).reset();
}

mpdisc_error mpdisc_status_query_open(mpdisc_status_query* query,
                                      const mpdisc_status_query_options* options) {
    return query->open(options);
}

void mpdisc_status_query_close(mpdisc_status_query* query) {
    query->query.close();
}

bool mpdisc_status_query_is_open(const mpdisc_status_query* query) {
    return query->query.is_open();
}

int mpdisc_status_query_fd(mpdisc_status_query* query) {
    return query->query.fd();
}

size_t mpdisc_status_query_poll_entries(const mpdisc_status_query* query, mpdisc_poll_entry* out,
                                        size_t room) {
    return mpdisc::c::copy_entries(query->query, out, room);
}

uint64_t mpdisc_status_query_next_deadline_us(const mpdisc_status_query* query) {
    return query->query.next_deadline_us();
}

void mpdisc_status_query_process(mpdisc_status_query* query) {
    query->query.process();
    query->neighbourhood = query->query.neighbourhood();
}

mpdisc_status_outcome mpdisc_status_query_outcome(const mpdisc_status_query* query) {
    return static_cast<mpdisc_status_outcome>(query->query.outcome());
}

const char* mpdisc_status_outcome_name(int outcome) {
    return mpdisc::c::name_of<mpdisc::StatusOutcome::other_keys>(outcome);
}

const mpdisc_provider_status* mpdisc_status_query_next_provider(mpdisc_status_query* query) {
    return query->query.next_provider(query->provider.status) ? &query->provider : nullptr;
}

const mpdisc_service* mpdisc_status_query_next_service(mpdisc_status_query* query) {
    mpdisc::ServiceView view;
    if (!query->query.next_service(view)) return nullptr;
    query->service.assign(view);
    return &query->service;
}

const uint8_t* mpdisc_provider_status_id(const mpdisc_provider_status* status) {
    return status->status.id.bytes.data();
}

mpdisc_role mpdisc_provider_status_role(const mpdisc_provider_status* status) {
    return static_cast<mpdisc_role>(status->status.role);
}

uint32_t mpdisc_provider_status_process_id(const mpdisc_provider_status* status) {
    return status->status.process_id;
}

uint64_t mpdisc_provider_status_age_ms(const mpdisc_provider_status* status) {
    return status->status.age_ms;
}

uint64_t mpdisc_provider_status_last_heartbeat_ms(const mpdisc_provider_status* status) {
    return status->status.last_heartbeat_ms;
}

uint32_t mpdisc_provider_status_service_count(const mpdisc_provider_status* status) {
    return status->status.service_count;
}

bool mpdisc_provider_status_is_deputy(const mpdisc_provider_status* status) {
    return status->status.is_deputy;
}

uint64_t mpdisc_status_query_counter(const mpdisc_status_query* query, int counter) {
    return mpdisc::c::value_of(query->query.counters(), counter);
}

const mpdisc_last_drop* mpdisc_status_query_last_drop(mpdisc_status_query* query, int counter) {
    return query->last_drop.assign(mpdisc::c::last_drop_of(query->query, counter));
}

const uint8_t* mpdisc_status_query_host_id(const mpdisc_status_query* query) {
    return query->neighbourhood.host.bytes.data();
}

uint32_t mpdisc_status_query_host_count(const mpdisc_status_query* query) {
    return query->neighbourhood.hosts;
}

uint32_t mpdisc_status_query_address_count(const mpdisc_status_query* query) {
    return query->neighbourhood.addresses;
}

uint32_t mpdisc_status_query_candidate_count(const mpdisc_status_query* query) {
    return query->neighbourhood.candidates;
}

bool mpdisc_status_query_is_settled(const mpdisc_status_query* query) {
    return query->neighbourhood.is_settled;
}

uint64_t mpdisc_status_query_dropped_answers(const mpdisc_status_query* query) {
    return query->query.dropped_answers();
}

int mpdisc_status_query_system_error(const mpdisc_status_query* query) {
    return query->bad_option != nullptr ? 0 : query->query.system_error();
}

const char* mpdisc_status_query_bad_option(const mpdisc_status_query* query) {
    return query->bad_option != nullptr ? query->bad_option : query->query.bad_option();
}
