// SPDX-License-Identifier: MIT
#include "mpdisc/c/watch.h"

#include "c/client_options.h"
#include "c/counters.h"
#include "c/errors.h"
#include "c/found.h"
#include "c/names.h"
#include "c/options.h"
#include "c/poll.h"
#include "mpdisc/watch.h"
#include "runtime/owned.h"

static_assert(static_cast<int>(mpdisc::WatchEventType::synced) == MPDISC_WATCH_SYNCED);

struct mpdisc_watch_event {
    mpdisc::WatchEventType type = mpdisc::WatchEventType::synced;
    mpdisc_found found;
};

struct mpdisc_watch {
    mpdisc::Watch watch;
    /// The option that the C API refused itself.
    const char* bad_option = nullptr;
    mpdisc_watch_event event;
    mpdisc_found listed;
    mpdisc_incomplete_host awaited_host;
    mpdisc_unsent_path unsent_path;

    mpdisc_error open(const mpdisc_watch_options* given);
};

namespace {

mpdisc_watch_options default_options() {
    mpdisc_watch_options options{};
    mpdisc::c::set_client_defaults(options);
    options.lost_after_ms = mpdisc::WatchOptions{}.lost_after_ms;
    return options;
}

}  // namespace

mpdisc_error mpdisc_watch::open(const mpdisc_watch_options* given) {
    watch.close();
    mpdisc_watch_options options = default_options();
    mpdisc::WatchOptions wanted;
    mpdisc::c::ClientOptionReader reader;
    bad_option = mpdisc::c::read_options(given, options) ? reader.read(options, wanted) : "size";
    if (bad_option != nullptr) return MPDISC_ERROR_BAD_OPTION;
    wanted.lost_after_ms = options.lost_after_ms;
    return mpdisc::c::error_of(watch.open(wanted));
}

void mpdisc_watch_options_init(mpdisc_watch_options* options, size_t size) {
    mpdisc::c::copy_defaults(default_options(), options, size);
}

mpdisc_watch* mpdisc_watch_new() {
    return mpdisc::runtime::make_owned<mpdisc_watch>().release();
}

void mpdisc_watch_free(mpdisc_watch* watch) {
    mpdisc::Owned<mpdisc_watch>(watch).reset();
}

mpdisc_error mpdisc_watch_open(mpdisc_watch* watch, const mpdisc_watch_options* options) {
    return watch->open(options);
}

void mpdisc_watch_close(mpdisc_watch* watch) {
    watch->watch.close();
}

bool mpdisc_watch_is_open(const mpdisc_watch* watch) {
    return watch->watch.is_open();
}

int mpdisc_watch_fd(mpdisc_watch* watch) {
    return watch->watch.fd();
}

size_t mpdisc_watch_poll_entries(const mpdisc_watch* watch, mpdisc_poll_entry* out, size_t room) {
    return mpdisc::c::copy_entries(watch->watch, out, room);
}

uint64_t mpdisc_watch_next_deadline_us(const mpdisc_watch* watch) {
    return watch->watch.next_deadline_us();
}

void mpdisc_watch_process(mpdisc_watch* watch) {
    watch->watch.process();
}

const char* mpdisc_watch_event_type_name(int type) {
    return mpdisc::c::name_of<mpdisc::WatchEventType::synced>(type);
}

const mpdisc_watch_event* mpdisc_watch_next_event(mpdisc_watch* watch) {
    mpdisc::WatchEvent event;
    if (!watch->watch.next_event(event)) return nullptr;
    watch->event.type = event.type;
    if (event.type != mpdisc::WatchEventType::synced) watch->event.found.assign(event.service);
    return &watch->event;
}

mpdisc_watch_event_type mpdisc_watch_event_get_type(const mpdisc_watch_event* event) {
    return static_cast<mpdisc_watch_event_type>(event->type);
}

const mpdisc_found* mpdisc_watch_event_found(const mpdisc_watch_event* event) {
    return event->type == mpdisc::WatchEventType::synced ? nullptr : &event->found;
}

const mpdisc_found* mpdisc_watch_next_service(mpdisc_watch* watch, uint32_t* cursor) {
    mpdisc::FoundServiceView view;
    if (!watch->watch.next_service(*cursor, view)) return nullptr;
    watch->listed.assign(view);
    return &watch->listed;
}

uint32_t mpdisc_watch_service_count(const mpdisc_watch* watch) {
    return watch->watch.service_count();
}

bool mpdisc_watch_is_synced(const mpdisc_watch* watch) {
    return watch->watch.is_synced();
}

const mpdisc_incomplete_host* mpdisc_watch_next_awaited_host(mpdisc_watch* watch,
                                                             uint32_t* cursor) {
    mpdisc::IncompleteHost view;
    if (!watch->watch.next_awaited_host(*cursor, view)) return nullptr;
    watch->awaited_host.assign(view);
    return &watch->awaited_host;
}

bool mpdisc_watch_has_no_link(const mpdisc_watch* watch) {
    return watch->watch.has_no_link();
}

bool mpdisc_watch_has_unasked_networks(const mpdisc_watch* watch) {
    return watch->watch.has_unasked_networks();
}

const mpdisc_unsent_path* mpdisc_watch_next_unsent_path(mpdisc_watch* watch) {
    mpdisc::UnsentPath view;
    if (!watch->watch.next_unsent_path(view)) return nullptr;
    watch->unsent_path.assign(view);
    return &watch->unsent_path;
}

uint64_t mpdisc_watch_counter(const mpdisc_watch* watch, int counter) {
    return mpdisc::c::value_of(watch->watch.counters(), counter);
}

int mpdisc_watch_system_error(const mpdisc_watch* watch) {
    return watch->bad_option != nullptr ? 0 : watch->watch.system_error();
}

const char* mpdisc_watch_bad_option(const mpdisc_watch* watch) {
    return watch->bad_option != nullptr ? watch->bad_option
                                        : mpdisc::c::member_name(watch->watch.bad_option());
}
