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

/// Finds services. One object makes one search at a time; open it again for another one. It never
/// blocks.
typedef struct mpdisc_probe mpdisc_probe;

/// Fill it by mpdisc_probe_options_init(), and then change what you need.
typedef struct mpdisc_probe_options {
    /// The size of the struct that the program was compiled with. mpdisc_probe_options_init() sets
    /// it.
    size_t size;
    /// The UDP port, 1 to 65535.
    uint16_t discovery_port;
    /// Ask over this mpdisc_family only.
    int family;
    /// Ask this host only.
    bool local_only;
    /// Find hosts, and no services. Then type, name, attributes, targets and count must be empty.
    bool hosts_only;
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
    /// How many services end the search; 0: find all.
    uint32_t count;
    /// When the search ends at the latest: 1 ms to an hour.
    uint32_t timeout_ms;
    /// How long a search of several hosts runs at least.
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
} mpdisc_probe_options;

/// Sets every option to its default. `size` is sizeof(mpdisc_probe_options).
MPDISC_API void mpdisc_probe_options_init(mpdisc_probe_options* options, size_t size);

/// Null if there is no memory. The probe is closed.
MPDISC_API mpdisc_probe* mpdisc_probe_new(void);
MPDISC_API void mpdisc_probe_free(mpdisc_probe* probe);

/// Prepares a search; an open one is closed first. The first mpdisc_probe_process() sends the first
/// request. Null options stand for the defaults.
MPDISC_API mpdisc_error mpdisc_probe_open(mpdisc_probe* probe, const mpdisc_probe_options* options);
MPDISC_API void mpdisc_probe_close(mpdisc_probe* probe);
MPDISC_API bool mpdisc_probe_is_open(const mpdisc_probe* probe);

/// mpdisc/c/poll.h describes these.
MPDISC_API int mpdisc_probe_fd(mpdisc_probe* probe);
MPDISC_API size_t mpdisc_probe_poll_entries(const mpdisc_probe* probe, mpdisc_poll_entry* out,
                                            size_t room);
MPDISC_API uint64_t mpdisc_probe_next_deadline_us(const mpdisc_probe* probe);
MPDISC_API void mpdisc_probe_process(mpdisc_probe* probe);

/// The next service, each one once, in the order of arrival. Null if there is none now.
MPDISC_API const mpdisc_found* mpdisc_probe_next_service(mpdisc_probe* probe);

/// How a search ended (mpdisc/found_service.h).
typedef enum mpdisc_probe_outcome_type {
    MPDISC_PROBE_RUNNING = 0,
    MPDISC_PROBE_COMPLETE = 1,
    MPDISC_PROBE_INCOMPLETE = 2,
    MPDISC_PROBE_NOT_FOUND = 3,
    MPDISC_PROBE_NOT_ASKED = 4
} mpdisc_probe_outcome_type;

/// MPDISC_PROBE_RUNNING until the search has ended. After that, mpdisc_probe_next_service() still
/// gives the services that are left.
MPDISC_API mpdisc_probe_outcome_type mpdisc_probe_outcome(const mpdisc_probe* probe);
/// "running", "complete", "incomplete", "not-found" or "not-asked".
MPDISC_API const char* mpdisc_probe_outcome_name(int outcome);
/// How many hosts offer more than arrived, or are silent.
MPDISC_API uint32_t mpdisc_probe_incomplete_hosts(const mpdisc_probe* probe);
/// How many services of these hosts are missing, as far as they tell.
MPDISC_API uint32_t mpdisc_probe_missing_services(const mpdisc_probe* probe);
/// The next of these hosts, each one once, after the end. Null if there is none left.
MPDISC_API const mpdisc_incomplete_host* mpdisc_probe_next_incomplete_host(mpdisc_probe* probe);
/// Whether the search was to ask the link, but no interface except loopback has an address.
MPDISC_API bool mpdisc_probe_has_no_link(const mpdisc_probe* probe);
/// Whether it asked this host only, and no program has the discovery port.
MPDISC_API bool mpdisc_probe_has_no_provider(const mpdisc_probe* probe);
/// Whether this host has more networks than a search asks.
MPDISC_API bool mpdisc_probe_has_unasked_networks(const mpdisc_probe* probe);
/// The next interface or address for which the system refused to send. Null if there is none left.
MPDISC_API const mpdisc_unsent_path* mpdisc_probe_next_unsent_path(mpdisc_probe* probe);
MPDISC_API uint64_t mpdisc_probe_counter(const mpdisc_probe* probe, int counter);
/// The last answer that was dropped for the reason that this counter counts. Null if there was
/// none.
MPDISC_API const mpdisc_last_drop* mpdisc_probe_last_drop(mpdisc_probe* probe, int counter);
/// The system's error number for a failed open or a request that could not be sent; 0 if there is
/// none.
MPDISC_API int mpdisc_probe_system_error(const mpdisc_probe* probe);
/// The member of the options that the last open refused; null if it refused none.
MPDISC_API const char* mpdisc_probe_bad_option(const mpdisc_probe* probe);

/// A host that others know (mpdisc.7, NEIGHBOURHOOD).
typedef struct mpdisc_host mpdisc_host;

/// The next host that the search knows, each one once, after the end. Null if there is none left.
MPDISC_API const mpdisc_host* mpdisc_probe_next_host(mpdisc_probe* probe);
/// The id of the host, 16 bytes. It stays the same as long as the host has a provider.
MPDISC_API const uint8_t* mpdisc_host_id(const mpdisc_host* host);
/// The id of its primary, 16 bytes; all zeros for the host of the search, unless another host lists
/// it.
MPDISC_API const uint8_t* mpdisc_host_primary(const mpdisc_host* host);
/// At least 1.
MPDISC_API size_t mpdisc_host_address_count(const mpdisc_host* host);
/// The n-th address, from 0. Null if there are fewer.
MPDISC_API const char* mpdisc_host_address_at(const mpdisc_host* host, size_t n);
/// The interface of this host that leads to the n-th address. Null if there are fewer.
MPDISC_API const char* mpdisc_host_interface_at(const mpdisc_host* host, size_t n);
/// How many services the host offers.
MPDISC_API uint32_t mpdisc_host_services(const mpdisc_host* host);
/// How long ago the listing host heard it.
MPDISC_API uint32_t mpdisc_host_age_s(const mpdisc_host* host);
/// Grows with each change of the services, as long as the primary is the same.
MPDISC_API uint32_t mpdisc_host_revision(const mpdisc_host* host);

#ifdef __cplusplus
}
#endif
