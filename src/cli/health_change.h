// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::cli {

/// What the result of a check changes.
enum class HealthChange : std::uint8_t {
    none,
    /// The service is offered from now on.
    comes,
    /// It is not offered any more.
    goes,
    /// Its first check failed: it is not offered yet.
    waits,
};

}  // namespace mpdisc::cli
