// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/service.h"

namespace mpdisc {

inline constexpr std::size_t service_error_count =
    static_cast<std::size_t>(ServiceError::not_found) + 1;

/// The message of each ServiceError, in the order of the enumerators, for nth_text(). A minimal
/// build has shorter messages.
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it has no initialiser here.
extern const char service_error_texts[];

// The messages name these bounds.
static_assert(limits::instance_name_max == 63);
static_assert(limits::service_name_max == 15);
static_assert(limits::attribute_max == 255);
static_assert(limits::attributes_max == 64);
static_assert(limits::attributes_bytes_max == 1024);
static_assert(limits::service_content_max == 1091);
static_assert(limits::provider_services_max == 2048);
static_assert(limits::provider_services_bytes_max == 56 * 1024);

}  // namespace mpdisc
