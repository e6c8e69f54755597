// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/service.h"

namespace mpdisc {

inline constexpr std::size_t service_error_count =
    static_cast<std::size_t>(ServiceError::not_found) + 1;

/// What is wrong, in words: for each ServiceError one of nth_text()'s texts, in their order. A
/// minimal build has shorter ones.
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it has no initialiser here.
extern const char service_error_texts[];

}  // namespace mpdisc
