// SPDX-License-Identifier: MIT
#include "types/service_error.h"

#include "mpdisc/text.h"

namespace mpdisc {

constexpr char service_error_texts[] =
    "no error\0"
    "the instance name must not be empty\0"
    "the instance name may have at most 63 bytes\0"
    "the instance name must be UTF-8 without control characters\0"
    "the service type must look like _http._tcp: an underscore, 1 to 15 letters, "
    "digits or single hyphens inside, at least one letter, then ._tcp or ._udp\0"
    "the port must be 1 to 65535\0"
    "an attribute must look like KEY or KEY=VALUE, and its key must not be empty\0"
    "an attribute's key may hold printable ASCII characters only\0"
    "an attribute's value must be UTF-8 without NUL\0"
    "an attribute may have at most 255 bytes, key and value together\0"
    "an attribute with this key exists already (case does not matter)\0"
    "there may be at most 64 attributes\0"
    "all attributes, each with one extra byte, may have at most 1024 bytes\0"
    "name, type and attributes, each attribute with one extra byte, may have at "
    "most 1091 bytes together\0"
    "a service needs a name, a type and a port\0"
    "a service of this name and type is offered already\0"
    "a provider may offer at most 2048 services, of 56 KiB in all\0"
    "out of memory\0"
    "no service of this name and type is offered";

static_assert(count_texts(service_error_texts) == service_error_count);

}  // namespace mpdisc
