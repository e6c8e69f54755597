// SPDX-License-Identifier: MIT
#include "c/keys.h"

#include "c/errors.h"
#include "c/text.h"
#include "mpdisc/key_file.h"
#include "runtime/owned.h"

mpdisc_keys* mpdisc_keys_new() {
    return mpdisc::runtime::make_owned<mpdisc_keys>().release();
}

void mpdisc_keys_free(mpdisc_keys* keys) {
    mpdisc::Owned<mpdisc_keys>(keys).reset();
}

mpdisc_error mpdisc_keys_add(mpdisc_keys* keys, const uint8_t* key, size_t size) {
    return mpdisc::c::error_of(keys->keys.add({key, size}));
}

mpdisc_error mpdisc_keys_add_hexadecimal(mpdisc_keys* keys, const char* digits) {
    return mpdisc::c::error_of(keys->keys.add_hexadecimal(mpdisc::c::view_of(digits)));
}

mpdisc_error mpdisc_keys_read_file(mpdisc_keys* keys, const char* path, size_t* line,
                                   int* system_error) {
    const mpdisc::KeyFault fault = mpdisc::read_key_file(path == nullptr ? "" : path, keys->keys);
    if (line != nullptr) *line = fault.line;
    if (system_error != nullptr) *system_error = fault.system_error;
    return mpdisc::c::error_of(fault.error);
}

size_t mpdisc_keys_count(const mpdisc_keys* keys) {
    return keys->keys.size();
}
