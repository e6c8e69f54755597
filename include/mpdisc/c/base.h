// SPDX-License-Identifier: MIT
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mpdisc/version.h"

/// What the whole C API has in common (mpdisc-c.3).
///
/// Objects are opaque. A function `..._new()` makes one, and `..._free()` destroys it; a null
/// pointer may be freed. No other pointer to an object may be null. At most one thread may use an
/// object at a time.
///
/// A pointer that a function returns belongs to the object that it was asked of, unless the
/// function is named `..._new` or `..._copy`. It is valid until the next call that takes this
/// object without `const`.
///
/// All text is UTF-8 and ends with a NUL. The functions copy the text that they are given. A null
/// pointer stands for an empty text.

/// The shared library exports these functions alone.
#if defined(__ELF__)
#define MPDISC_API __attribute__((visibility("default")))
#else
#define MPDISC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Why a call failed. Numbers never change; new ones may come.
typedef enum mpdisc_error {
    MPDISC_OK = 0,
    MPDISC_ERROR_NO_MEMORY = 1,
    /// The system gives no random numbers.
    MPDISC_ERROR_NO_ENTROPY = 2,
    /// The system refused to make or bind a socket.
    MPDISC_ERROR_NO_SOCKET = 3,
    /// This user may not bind the discovery port, or the source port of a client.
    MPDISC_ERROR_PORT_FORBIDDEN = 4,
    MPDISC_ERROR_UNKNOWN_INTERFACE = 5,
    /// An option has a value that is not allowed; `..._bad_option()` says which one.
    MPDISC_ERROR_BAD_OPTION = 6,
    /// The object is not open.
    MPDISC_ERROR_CLOSED = 7,
    /// The provider was opened without keys and there are new ones, or the other way round.
    MPDISC_ERROR_KEYS_NOT_CHANGEABLE = 8,
    /// The host name is no text, has control characters or more than 64 bytes.
    MPDISC_ERROR_BAD_HOST_NAME = 9,
    /// Another program uses the source port of the options.
    MPDISC_ERROR_PORT_IN_USE = 10,

    // About a service or a part of it.
    MPDISC_ERROR_NAME_EMPTY = 32,
    MPDISC_ERROR_NAME_TOO_LONG = 33,
    MPDISC_ERROR_NAME_NOT_TEXT = 34,
    MPDISC_ERROR_TYPE_MALFORMED = 35,
    MPDISC_ERROR_PORT_ZERO = 36,
    MPDISC_ERROR_ATTRIBUTE_WITHOUT_KEY = 37,
    MPDISC_ERROR_ATTRIBUTE_KEY_MALFORMED = 38,
    MPDISC_ERROR_ATTRIBUTE_VALUE_NOT_TEXT = 39,
    MPDISC_ERROR_ATTRIBUTE_TOO_LONG = 40,
    MPDISC_ERROR_ATTRIBUTE_DUPLICATE = 41,
    MPDISC_ERROR_ATTRIBUTES_TOO_MANY = 42,
    MPDISC_ERROR_ATTRIBUTES_TOO_LARGE = 43,
    MPDISC_ERROR_SERVICE_TOO_LARGE = 44,
    MPDISC_ERROR_SERVICE_INCOMPLETE = 45,
    MPDISC_ERROR_SERVICE_DUPLICATE = 46,
    MPDISC_ERROR_PROVIDER_FULL = 47,
    MPDISC_ERROR_SERVICE_NOT_FOUND = 48,

    // About a key or a file of keys.
    MPDISC_ERROR_KEY_TOO_SHORT = 64,
    MPDISC_ERROR_KEY_TOO_LONG = 65,
    MPDISC_ERROR_KEY_NOT_HEXADECIMAL = 66,
    MPDISC_ERROR_KEYS_TOO_MANY = 67,
    MPDISC_ERROR_KEY_FILE_EMPTY = 68,
    MPDISC_ERROR_KEY_FILE_UNREADABLE = 69,
    MPDISC_ERROR_KEY_FILE_NOT_REGULAR = 70,
    /// The file belongs to another user.
    MPDISC_ERROR_KEY_FILE_FOREIGN_OWNER = 71,
    /// Other users may read or write the file.
    MPDISC_ERROR_KEY_FILE_EXPOSED = 72,
    MPDISC_ERROR_KEY_FILE_TOO_LARGE = 73
} mpdisc_error;

/// One sentence for people, without a full stop: "the port must be 1 to 65535". Never null, and
/// valid for ever.
MPDISC_API const char* mpdisc_error_text(int error);

/// The version of the library at run time, like MPDISC_VERSION: "0.1.0".
MPDISC_API const char* mpdisc_version(void);

/// The families of addresses.
typedef enum mpdisc_family {
    MPDISC_FAMILY_ANY = 0,
    MPDISC_FAMILY_IPV4 = 4,
    MPDISC_FAMILY_IPV6 = 6
} mpdisc_family;

/// The role of a provider on its host (mpdisc.7, ROLES).
typedef enum mpdisc_role {
    /// Neither: it looks for the primary, or leaves.
    MPDISC_ROLE_NONE = 0,
    MPDISC_ROLE_PRIMARY = 1,
    MPDISC_ROLE_SECONDARY = 2
} mpdisc_role;

/// "none", "primary" or "secondary".
MPDISC_API const char* mpdisc_role_name(int role);

/// The size of the text of an id, with its NUL.
#define MPDISC_ID_TEXT_SIZE 33

/// Writes an id of 16 bytes as 32 hexadecimal digits and a NUL.
MPDISC_API void mpdisc_id_text(const uint8_t id[16], char out[MPDISC_ID_TEXT_SIZE]);

#ifdef __cplusplus
}
#endif
