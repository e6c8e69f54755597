// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/service.h"

namespace mpdisc::core {

/// What a client looks for and no request says. Hosts send all services that match the request, and
/// the client tells its owner of those that are selected. It has to know the others, too: rosters
/// count them, and hosts send again what the client does not know.
struct Selection {
    /// Empty: any name.
    FixedString<limits::name_pattern_max> name_pattern;

    [[nodiscard]] bool is_all() const { return name_pattern.empty(); }
    [[nodiscard]] bool includes(const ServiceView& service) const;
};

}  // namespace mpdisc::core
