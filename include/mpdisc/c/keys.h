// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/c/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The keys that the providers and clients of a network share (mpdisc.7, KEYS): at most 4 keys of
/// 16 to 64 bytes. A message that is sealed with any of them is accepted. The first one seals what
/// is sent.
typedef struct mpdisc_keys mpdisc_keys;

/// Null if there is no memory.
MPDISC_API mpdisc_keys* mpdisc_keys_new(void);
/// Overwrites the keys before it frees their memory.
MPDISC_API void mpdisc_keys_free(mpdisc_keys* keys);

MPDISC_API mpdisc_error mpdisc_keys_add(mpdisc_keys* keys, const uint8_t* key, size_t size);
/// Adds a key that is written in hexadecimal digits.
MPDISC_API mpdisc_error mpdisc_keys_add_hexadecimal(mpdisc_keys* keys, const char* digits);
/// Adds the keys of a file, which must belong to this user or root and be closed to other users. If
/// it fails, `line` and `system_error` tell more; either may be null. `line` is 0 if the fault is
/// not in one line. The keys of the lines before it were added.
MPDISC_API mpdisc_error mpdisc_keys_read_file(mpdisc_keys* keys, const char* path, size_t* line,
                                              int* system_error);
MPDISC_API size_t mpdisc_keys_count(const mpdisc_keys* keys);

#ifdef __cplusplus
}
#endif
