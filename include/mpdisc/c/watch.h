// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"
#include "mpdisc/c/counters.h"
#include "mpdisc/c/found.h"
#include "mpdisc/c/keys.h"
#include "mpdisc/c/poll.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Finds services, and tells of each one that appears, changes or goes (mpdisc.7, WATCH). It never
/// blocks.
typedef struct mpdisc_watch mpdisc_watch;

/// Fill it by mpdisc_watch_options_init(), and then change what you need.
typedef struct mpdisc_watch_options {
    /// The size of the struct that the program was compiled with. mpdisc_watch_options_init() sets
    /// it.
    size_t size;
    /// The UDP port, 1 to 65535.
    uint16_t discovery_port;
    /// Ask over this mpdisc_family only.
    int family;
    /// Ask this host only.
    bool local_only;
    /// Find services of this type, such as "_http._tcp", and of this name; null: of any.
    const char* type;
    const char* name;
    /// Find services that have these attributes: "KEY" or "KEY=VALUE".
    const char* const* attributes;
    size_t attribute_count;
    /// Ask these addresses only: "192.0.2.1", "[2001:db8::1]:6737"; at most 256.
    const char* const* targets;
    size_t target_count;
    /// Ask by this interface only; null: by all.
    const char* interface_name;
    /// A host that is silent for so long counts as gone: 1000 to 86400000.
    uint32_t lost_after_ms;
    /// How long the first search of several hosts runs at least.
    uint32_t patience_ms;
    /// Null: no keys. They are copied.
    const mpdisc_keys* keys;
    /// Ask from this UDP port, neither the discovery port nor the next one; 0: the system chooses.
    uint16_t source_port;
    /// Find services whose name matches this pattern, such as "Print*" (mpdisc/name_pattern.h);
    /// null: of any name.
    const char* name_pattern;
    /// Find services of one of these types; at most 8. None: of any.
    const char* const* types;
    size_t type_count;
} mpdisc_watch_options;

/// Sets every option to its default. `size` is sizeof(mpdisc_watch_options).
MPDISC_API void mpdisc_watch_options_init(mpdisc_watch_options* options, size_t size);

/// Null if there is no memory. The watch is closed.
MPDISC_API mpdisc_watch* mpdisc_watch_new(void);
MPDISC_API void mpdisc_watch_free(mpdisc_watch* watch);

/// Prepares the watch; an open one is closed first. The first mpdisc_watch_process() sends the
/// first request. Null options stand for the defaults.
MPDISC_API mpdisc_error mpdisc_watch_open(mpdisc_watch* watch, const mpdisc_watch_options* options);
MPDISC_API void mpdisc_watch_close(mpdisc_watch* watch);
MPDISC_API bool mpdisc_watch_is_open(const mpdisc_watch* watch);

/// mpdisc/c/poll.h describes these.
MPDISC_API int mpdisc_watch_fd(mpdisc_watch* watch);
MPDISC_API size_t mpdisc_watch_poll_entries(const mpdisc_watch* watch, mpdisc_poll_entry* out,
                                            size_t room);
MPDISC_API uint64_t mpdisc_watch_next_deadline_us(const mpdisc_watch* watch);
MPDISC_API void mpdisc_watch_process(mpdisc_watch* watch);

typedef enum mpdisc_watch_event_type {
    /// A service that was not listed is there.
    MPDISC_WATCH_ADDED = 0,
    /// A listed service has another port, other attributes, another host name or other addresses.
    MPDISC_WATCH_CHANGED = 1,
    /// A listed service is gone.
    MPDISC_WATCH_REMOVED = 2,
    /// Each service that was there when the watch began has been told. Comes once.
    MPDISC_WATCH_SYNCED = 3
} mpdisc_watch_event_type;

/// "added", "changed", "removed" or "synced".
MPDISC_API const char* mpdisc_watch_event_type_name(int type);

typedef struct mpdisc_watch_event mpdisc_watch_event;

/// The next event. Null if there is none now.
MPDISC_API const mpdisc_watch_event* mpdisc_watch_next_event(mpdisc_watch* watch);
MPDISC_API mpdisc_watch_event_type mpdisc_watch_event_get_type(const mpdisc_watch_event* event);
/// The service as it is now; if it was removed, as it was. Null for MPDISC_WATCH_SYNCED.
MPDISC_API const mpdisc_found* mpdisc_watch_event_found(const mpdisc_watch_event* event);

/// Reads the listed services one by one, as they are now: begin with `*cursor` 0. Null after the
/// last one. Between two calls, call neither mpdisc_watch_process() nor mpdisc_watch_next_event().
MPDISC_API const mpdisc_found* mpdisc_watch_next_service(mpdisc_watch* watch, uint32_t* cursor);
MPDISC_API uint32_t mpdisc_watch_service_count(const mpdisc_watch* watch);
/// Whether the first picture is complete.
MPDISC_API bool mpdisc_watch_is_synced(const mpdisc_watch* watch);
/// Reads the hosts that the first picture waits for, like mpdisc_watch_next_service().
MPDISC_API const mpdisc_incomplete_host* mpdisc_watch_next_awaited_host(mpdisc_watch* watch,
                                                                        uint32_t* cursor);
/// Whether the watch was to ask the link, but no interface except loopback has an address.
MPDISC_API bool mpdisc_watch_has_no_link(const mpdisc_watch* watch);
/// Whether this host has more networks than a watch asks.
MPDISC_API bool mpdisc_watch_has_unasked_networks(const mpdisc_watch* watch);
/// The next interface or address for which the system refused to send. Null if there is none left.
MPDISC_API const mpdisc_unsent_path* mpdisc_watch_next_unsent_path(mpdisc_watch* watch);
MPDISC_API uint64_t mpdisc_watch_counter(const mpdisc_watch* watch, int counter);
/// The system's error number for a failed open or a request that could not be sent; 0 if there is
/// none.
MPDISC_API int mpdisc_watch_system_error(const mpdisc_watch* watch);
/// The member of the options that the last open refused; null if it refused none.
MPDISC_API const char* mpdisc_watch_bad_option(const mpdisc_watch* watch);

#ifdef __cplusplus
}
#endif
