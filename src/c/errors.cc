// SPDX-License-Identifier: MIT
#include "c/errors.h"

namespace mpdisc::c {
namespace {

/// The errors of each kind are numbered in the order of their enumerators, which never changes. Two
/// kinds know a lack of memory, and C has one number for it. OpenError::port_in_use came later.
constexpr int after_open_errors = MPDISC_ERROR_BAD_OPTION + 1;
constexpr int first_service_error = MPDISC_ERROR_NAME_EMPTY;
constexpr int first_key_error = MPDISC_ERROR_KEY_TOO_SHORT;

constexpr int number_of(ServiceError error) {
    const int number = static_cast<int>(error);
    const int memory = static_cast<int>(ServiceError::no_memory);
    return first_service_error + number - (number > memory ? 2 : 1);
}
constexpr int number_of(KeyError error) {
    return first_key_error + static_cast<int>(error) - 1;
}
constexpr int service_error_end = number_of(ServiceError::not_found) + 1;
constexpr int key_error_end = number_of(KeyError::file_too_large) + 1;

static_assert(static_cast<int>(OpenError::no_memory) == MPDISC_ERROR_NO_MEMORY &&
              static_cast<int>(OpenError::no_entropy) == MPDISC_ERROR_NO_ENTROPY &&
              static_cast<int>(OpenError::no_socket) == MPDISC_ERROR_NO_SOCKET &&
              static_cast<int>(OpenError::port_forbidden) == MPDISC_ERROR_PORT_FORBIDDEN &&
              static_cast<int>(OpenError::unknown_interface) == MPDISC_ERROR_UNKNOWN_INTERFACE &&
              static_cast<int>(OpenError::bad_option) == MPDISC_ERROR_BAD_OPTION);
static_assert(number_of(ServiceError::name_empty) == MPDISC_ERROR_NAME_EMPTY &&
              number_of(ServiceError::type_malformed) == MPDISC_ERROR_TYPE_MALFORMED &&
              number_of(ServiceError::attribute_duplicate) == MPDISC_ERROR_ATTRIBUTE_DUPLICATE &&
              number_of(ServiceError::provider_full) == MPDISC_ERROR_PROVIDER_FULL &&
              number_of(ServiceError::not_found) == MPDISC_ERROR_SERVICE_NOT_FOUND);
static_assert(number_of(KeyError::too_many) == MPDISC_ERROR_KEYS_TOO_MANY &&
              number_of(KeyError::no_key) == MPDISC_ERROR_KEY_FILE_EMPTY &&
              number_of(KeyError::exposed) == MPDISC_ERROR_KEY_FILE_EXPOSED &&
              number_of(KeyError::file_too_large) == MPDISC_ERROR_KEY_FILE_TOO_LARGE);

const char* text_of(int number) {
    if (number >= MPDISC_OK && number < after_open_errors) {
        return to_text(static_cast<OpenError>(number));
    }
    if (number == MPDISC_ERROR_PORT_IN_USE) return to_text(OpenError::port_in_use);
    if (number >= first_service_error && number < service_error_end) {
        const int from_none = number - first_service_error + 1;
        const int memory = static_cast<int>(ServiceError::no_memory);
        return to_text(static_cast<ServiceError>(from_none + (from_none >= memory ? 1 : 0)));
    }
    if (number >= first_key_error && number < key_error_end) {
        return to_text(static_cast<KeyError>(number - first_key_error + 1));
    }
    return "unknown error";
}

}  // namespace

mpdisc_error error_of(OpenError error) {
    if (error == OpenError::port_in_use) return MPDISC_ERROR_PORT_IN_USE;
    return static_cast<mpdisc_error>(error);
}

mpdisc_error error_of(ServiceError error) {
    if (error == ServiceError::none) return MPDISC_OK;
    if (error == ServiceError::no_memory) return MPDISC_ERROR_NO_MEMORY;
    return static_cast<mpdisc_error>(number_of(error));
}

mpdisc_error error_of(KeyError error) {
    return error == KeyError::none ? MPDISC_OK : static_cast<mpdisc_error>(number_of(error));
}

}  // namespace mpdisc::c

const char* mpdisc_error_text(int error) {
    switch (error) {
        case MPDISC_ERROR_CLOSED:
            return "the object is not open";
        case MPDISC_ERROR_KEYS_NOT_CHANGEABLE:
            return "keys cannot be added to a provider without keys, or taken from one with keys";
        case MPDISC_ERROR_BAD_HOST_NAME:
            return "the host name must be UTF-8 of at most 64 bytes without control characters";
        default:
            return mpdisc::c::text_of(error);
    }
}
