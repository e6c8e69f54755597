// SPDX-License-Identifier: MIT
#include "types/service_error.h"

#include "mpdisc/text.h"

namespace mpdisc {

// The texts below name these bounds.
static_assert(limits::instance_name_max == 63);
static_assert(limits::service_name_max == 15);
static_assert(limits::attribute_max == 255);
static_assert(limits::attributes_max == 64);
static_assert(limits::attributes_bytes_max == 1024);
static_assert(limits::service_content_max == 1091);
static_assert(limits::provider_services_max == 2048);
static_assert(limits::provider_services_bytes_max == 56 * 1024);

constexpr char service_error_texts[] =
    "no error\0"
    "the name is empty\0"
    "the name has more than 63 bytes\0"
    "the name is no UTF-8 text\0"
    "the type is not like _http._tcp\0"
    "the port must be 1 to 65535\0"
    "an attribute must be KEY or KEY=VALUE\0"
    "a key is not printable ASCII\0"
    "a value is no UTF-8 text\0"
    "an attribute has more than 255 bytes\0"
    "a key is there already\0"
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
