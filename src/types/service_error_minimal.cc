// SPDX-License-Identifier: MIT
#include "types/service_error.h"

#include "mpdisc/text.h"

namespace mpdisc {

constexpr char service_error_texts[] =
    "no error\0"
    "the name is empty\0"
    "the name has more than 63 bytes\0"
    "the name is not UTF-8\0"
    "the type is not like _http._tcp\0"
    "the port must be 1 to 65535\0"
    "an attribute must be KEY or KEY=VALUE\0"
    "a key is not printable ASCII\0"
    "a value is not UTF-8\0"
    "an attribute has more than 255 bytes\0"
    "a key exists already\0"
    "more than 64 attributes\0"
    "attributes of more than 1024 bytes\0"
    "more than 1091 bytes\0"
    "name, type or port is missing\0"
    "name and type are offered already\0"
    "more than 2048 services, or 56 KiB\0"
    "out of memory\0"
    "there is no such service";

static_assert(count_texts(service_error_texts) == service_error_count);

}  // namespace mpdisc
