// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"
#include "mpdisc/c/service.h"

/// What a search or a watch finds.

#ifdef __cplusplus
extern "C" {
#endif

/// A service that was found.
typedef struct mpdisc_found mpdisc_found;

/// Makes a copy that belongs to the caller. Null if there is no memory.
MPDISC_API mpdisc_found* mpdisc_found_copy(const mpdisc_found* found);
MPDISC_API void mpdisc_found_free(mpdisc_found* found);

/// Its name, type, port and attributes. It belongs to `found`.
MPDISC_API const mpdisc_service* mpdisc_found_service(const mpdisc_found* found);
/// The name of its host; empty if it is not known.
MPDISC_API const char* mpdisc_found_host(const mpdisc_found* found);
/// The address to use from this host: "192.0.2.1", "fe80::1%eth0". getaddrinfo(3) takes it.
MPDISC_API const char* mpdisc_found_address(const mpdisc_found* found);
/// The address and the port: "192.0.2.1:631", "[fe80::1%eth0]:631".
MPDISC_API const char* mpdisc_found_endpoint(const mpdisc_found* found);
/// How many addresses the provider says it has, on the network by which the request came in.
MPDISC_API size_t mpdisc_found_address_count(const mpdisc_found* found);
/// The n-th of them, from 0. Null if there are fewer.
MPDISC_API const char* mpdisc_found_address_at(const mpdisc_found* found, size_t n);
/// The interface by which the answer came in.
MPDISC_API const char* mpdisc_found_interface(const mpdisc_found* found);
/// The id of its provider, 16 bytes.
MPDISC_API const uint8_t* mpdisc_found_provider(const mpdisc_found* found);
MPDISC_API mpdisc_role mpdisc_found_role(const mpdisc_found* found);
/// The time from the request to this answer.
MPDISC_API uint32_t mpdisc_found_rtt_us(const mpdisc_found* found);
/// How long this information stays valid, as the provider says.
MPDISC_API uint32_t mpdisc_found_lifetime_s(const mpdisc_found* found);

/// A host that offers more services than arrived, or did not answer.
typedef struct mpdisc_incomplete_host mpdisc_incomplete_host;

/// Empty if it is not known.
MPDISC_API const char* mpdisc_incomplete_host_name(const mpdisc_incomplete_host* host);
MPDISC_API const char* mpdisc_incomplete_host_address(const mpdisc_incomplete_host* host);
MPDISC_API const char* mpdisc_incomplete_host_interface(const mpdisc_incomplete_host* host);
/// 0 if the number is not known.
MPDISC_API uint32_t mpdisc_incomplete_host_missing_services(const mpdisc_incomplete_host* host);
/// Its neighbours know the host, but it did not answer.
MPDISC_API bool mpdisc_incomplete_host_is_silent(const mpdisc_incomplete_host* host);

/// An interface or address for which the system refused to send a request.
typedef struct mpdisc_unsent_path mpdisc_unsent_path;

/// Empty if the request was for no particular interface.
MPDISC_API const char* mpdisc_unsent_path_interface(const mpdisc_unsent_path* path);
/// The destination, if there is no interface.
MPDISC_API const char* mpdisc_unsent_path_address(const mpdisc_unsent_path* path);

#ifdef __cplusplus
}
#endif
