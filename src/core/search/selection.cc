// SPDX-License-Identifier: MIT
#include "core/search/selection.h"

#include "mpdisc/name_pattern.h"

namespace mpdisc::core {

bool Selection::includes(const ServiceView& service) const {
    return name_pattern.empty() || matches_name_pattern(name_pattern.view(), service.name);
}

}  // namespace mpdisc::core
