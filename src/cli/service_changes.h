// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "mpdisc/service_set.h"

namespace mpdisc::cli {

/// How many services differ between two sets. A service is the same one as long as its name and
/// type are the same but for the case of ASCII letters.
struct ServiceChanges {
    std::size_t added = 0;
    std::size_t changed = 0;
    std::size_t removed = 0;

    [[nodiscard]] bool any() const { return (added | changed | removed) != 0; }
};

[[nodiscard]] ServiceChanges compare(const ServiceSet& before, const ServiceSet& after);

}  // namespace mpdisc::cli
