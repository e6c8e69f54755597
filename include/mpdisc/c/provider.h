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

/// Offers services (mpdisc.7). It never blocks.
typedef struct mpdisc_provider mpdisc_provider;

/// Fill it by mpdisc_provider_options_init(), and then change what you need.
typedef struct mpdisc_provider_options {
    /// The size of the struct that the program was compiled with. mpdisc_provider_options_init()
    /// sets it.
    size_t size;
    /// The UDP port, 1 to 65535.
    uint16_t discovery_port;
    /// Answer only requests over this mpdisc_family.
    int family;
    /// Answer only requests that come in by this interface or over loopback; null: by any
    /// interface.
    const char* interface_name;
    /// The name of the host that clients see; null: the system's.
    const char* host_name;
    /// 100 ms <= heartbeat < lease <= 24 hours.
    uint32_t heartbeat_ms;
    uint32_t lease_ms;
    /// Further networks whose requests are answered, such as "192.0.2.0/24"; at most 16.
    const char* const* allow;
    size_t allow_count;
    /// KiB of answers in a second, to one client and to all: 64 to 1048576, or 0 for no limit.
    uint32_t client_rate_kib;
    uint32_t host_rate_kib;
    /// Seconds between two announcements of the host, at most 28800; 0: it announces nothing.
    uint32_t announce_s;
    /// Null: no keys. They are copied.
    const mpdisc_keys* keys;
} mpdisc_provider_options;

/// Sets every option to its default. `size` is sizeof(mpdisc_provider_options).
MPDISC_API void mpdisc_provider_options_init(mpdisc_provider_options* options, size_t size);

/// Null if there is no memory. The provider is closed.
MPDISC_API mpdisc_provider* mpdisc_provider_new(void);
/// Closes and frees it.
MPDISC_API void mpdisc_provider_free(mpdisc_provider* provider);

/// Opens the sockets and starts to look for a role; an open provider is closed first. Null options
/// stand for the defaults. If it fails, the provider stays closed, and
/// mpdisc_provider_system_error() and mpdisc_provider_bad_option() tell more.
MPDISC_API mpdisc_error mpdisc_provider_open(mpdisc_provider* provider,
                                             const mpdisc_provider_options* options);
/// Unregisters, or as primary leaves the port to the secondaries.
MPDISC_API void mpdisc_provider_close(mpdisc_provider* provider);
MPDISC_API bool mpdisc_provider_is_open(const mpdisc_provider* provider);

/// Offers one more service. Clients see a change whole or not at all. If a change fails, the
/// services stay as they were. The service is copied.
MPDISC_API mpdisc_error mpdisc_provider_add(mpdisc_provider* provider,
                                            const mpdisc_service* service);
/// Replaces port and attributes of the service of that name and type.
MPDISC_API mpdisc_error mpdisc_provider_update(mpdisc_provider* provider,
                                               const mpdisc_service* service);
/// Removes the service of that name and type.
MPDISC_API mpdisc_error mpdisc_provider_remove(mpdisc_provider* provider, const char* name,
                                               const char* type);
/// Replaces all services in one change: clients see all former services, or all of these.
MPDISC_API mpdisc_error mpdisc_provider_set_services(mpdisc_provider* provider,
                                                     const mpdisc_service* const* services,
                                                     size_t count);
/// Reads the provider's own services one by one: begin with `*position` 0. Null after the last one.
MPDISC_API const mpdisc_service* mpdisc_provider_next_service(mpdisc_provider* provider,
                                                              size_t* position);
/// Uses these keys from now on, and copies them. Fails if the provider was opened without keys and
/// there are some, or the other way round.
MPDISC_API mpdisc_error mpdisc_provider_set_keys(mpdisc_provider* provider,
                                                 const mpdisc_keys* keys);
/// Tells clients this host name from now on; null or empty: the system's.
MPDISC_API mpdisc_error mpdisc_provider_set_host_name(mpdisc_provider* provider, const char* name);

/// mpdisc/c/poll.h describes these.
MPDISC_API int mpdisc_provider_fd(mpdisc_provider* provider);
MPDISC_API size_t mpdisc_provider_poll_entries(const mpdisc_provider* provider,
                                               mpdisc_poll_entry* out, size_t room);
MPDISC_API uint64_t mpdisc_provider_next_deadline_us(const mpdisc_provider* provider);
MPDISC_API void mpdisc_provider_process(mpdisc_provider* provider);

MPDISC_API mpdisc_role mpdisc_provider_role(const mpdisc_provider* provider);
/// The id of this provider: 16 bytes, random, and new at each open. All zeros while it is closed.
MPDISC_API const uint8_t* mpdisc_provider_id(const mpdisc_provider* provider);
MPDISC_API uint64_t mpdisc_provider_counter(const mpdisc_provider* provider, int counter);
/// The last message that was dropped for the reason that this counter counts. Null if there was
/// none.
MPDISC_API const mpdisc_last_drop* mpdisc_provider_last_drop(mpdisc_provider* provider,
                                                             int counter);
/// The system's error number for a failed open; 0 if there is none.
MPDISC_API int mpdisc_provider_system_error(const mpdisc_provider* provider);
/// The member of the options that the last open refused, such as "lease_ms"; null if it refused
/// none.
MPDISC_API const char* mpdisc_provider_bad_option(const mpdisc_provider* provider);

/// mpdisc.3, Events of a provider, describes each one.
typedef enum mpdisc_provider_event_type {
    MPDISC_PROVIDER_ROLE_CHANGED = 0,
    MPDISC_PROVIDER_PORT_HELD_BY_STRANGER = 1,
    MPDISC_PROVIDER_PRIMARY_SILENT = 2,
    MPDISC_PROVIDER_REGISTRATION_REFUSED = 3,
    MPDISC_PROVIDER_SECONDARY_REGISTERED = 4,
    MPDISC_PROVIDER_SECONDARY_LEFT = 5,
    MPDISC_PROVIDER_SECONDARY_EXPIRED = 6,
    MPDISC_PROVIDER_INTERFACES_CHANGED = 7,
    MPDISC_PROVIDER_SECONDARY_DIED = 8,
    MPDISC_PROVIDER_DEPUTY_APPOINTED = 9,
    MPDISC_PROVIDER_DEPUTY_MISSING = 10,
    MPDISC_PROVIDER_TOOK_OVER = 11,
    MPDISC_PROVIDER_TAKEOVER_REFUSED = 12,
    MPDISC_PROVIDER_SUPERSEDED = 13,
    MPDISC_PROVIDER_KEY_MISMATCH = 14,
    MPDISC_PROVIDER_INTERFACE_MISSING = 15,
    MPDISC_PROVIDER_INTERFACE_GONE = 16,
    MPDISC_PROVIDER_INTERFACE_PRESENT = 17,
    MPDISC_PROVIDER_INTERFACES_TRUNCATED = 18,
    MPDISC_PROVIDER_INTERFACES_PARTIAL = 19,
    MPDISC_PROVIDER_INTERFACES_UNLISTED = 20,
    MPDISC_PROVIDER_NO_LINK = 21,
    MPDISC_PROVIDER_PRIMARY_HAS_OTHER_KEYS = 22,
    MPDISC_PROVIDER_DUPLICATE_SERVICE = 23,
    MPDISC_PROVIDER_REGISTRY_FULL = 24,
    MPDISC_PROVIDER_MESSAGES_DROPPED = 25
} mpdisc_provider_event_type;

/// "role-changed" and so on.
MPDISC_API const char* mpdisc_provider_event_type_name(int type);

typedef struct mpdisc_provider_event mpdisc_provider_event;

/// The next event, in order of occurrence. Null if there is none.
MPDISC_API const mpdisc_provider_event* mpdisc_provider_next_event(mpdisc_provider* provider);
MPDISC_API mpdisc_provider_event_type
mpdisc_provider_event_get_type(const mpdisc_provider_event* event);
/// The new role, if the role changed.
MPDISC_API mpdisc_role mpdisc_provider_event_role(const mpdisc_provider_event* event);
/// The provider that the event is about, 16 bytes; all zeros if there is none. If the role changed,
/// the primary, which may be this provider.
MPDISC_API const uint8_t* mpdisc_provider_event_peer(const mpdisc_provider_event* event);
/// The counter that tells why a message was dropped, for MPDISC_PROVIDER_MESSAGES_DROPPED.
MPDISC_API mpdisc_counter mpdisc_provider_event_reason(const mpdisc_provider_event* event);
/// Its sender, "192.0.2.1:5000".
MPDISC_API const char* mpdisc_provider_event_from(const mpdisc_provider_event* event);

#ifdef __cplusplus
}
#endif
