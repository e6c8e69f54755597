// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A service: one to offer, or one that was found.
typedef struct mpdisc_service mpdisc_service;

/// Makes a service without name, type, port and attributes. Null if there is no memory.
MPDISC_API mpdisc_service* mpdisc_service_new(void);
/// Makes a copy that belongs to the caller. Null if there is no memory.
MPDISC_API mpdisc_service* mpdisc_service_copy(const mpdisc_service* service);
MPDISC_API void mpdisc_service_free(mpdisc_service* service);

/// Each setter checks its value at once. If it fails, the service is unchanged.
///
/// The instance name: UTF-8 of 1 to 63 bytes, without control characters.
MPDISC_API mpdisc_error mpdisc_service_set_name(mpdisc_service* service, const char* name);
/// The service type: `_name._tcp` or `_name._udp` (RFC 6335, 5.1).
MPDISC_API mpdisc_error mpdisc_service_set_type(mpdisc_service* service, const char* type);
/// The port at which the service is reached, 1 to 65535.
MPDISC_API mpdisc_error mpdisc_service_set_port(mpdisc_service* service, uint32_t port);
/// Sets the attribute of that key (RFC 6763, 6), or replaces it. Keys are compared without regard
/// to ASCII case. With a null `value` the attribute has no value; an empty value is a value.
MPDISC_API mpdisc_error mpdisc_service_set_attribute(mpdisc_service* service, const char* key,
                                                     const char* value);
/// False if there is no attribute of that key.
MPDISC_API bool mpdisc_service_remove_attribute(mpdisc_service* service, const char* key);

MPDISC_API const char* mpdisc_service_name(const mpdisc_service* service);
MPDISC_API const char* mpdisc_service_type(const mpdisc_service* service);
/// 0 if it was not set.
MPDISC_API uint16_t mpdisc_service_port(const mpdisc_service* service);
/// Whether the service has an attribute of that key.
MPDISC_API bool mpdisc_service_has_attribute(const mpdisc_service* service, const char* key);
/// The value of the attribute of that key. Null if there is no such attribute, or it has no value.
MPDISC_API const char* mpdisc_service_attribute(const mpdisc_service* service, const char* key);
MPDISC_API size_t mpdisc_service_attribute_count(const mpdisc_service* service);
/// The key of the n-th attribute, from 0. Null if there are fewer.
MPDISC_API const char* mpdisc_service_attribute_key(const mpdisc_service* service, size_t n);
/// The value of the n-th attribute. Null if there are fewer, or it has no value.
MPDISC_API const char* mpdisc_service_attribute_value(const mpdisc_service* service, size_t n);

#ifdef __cplusplus
}
#endif
