// SPDX-License-Identifier: MIT
#include "core/search/selection.h"

#include <algorithm>

#include "mpdisc/name_pattern.h"
#include "mpdisc/text.h"

namespace mpdisc::core {

bool Selection::includes(const ServiceView& service) const {
    const auto is_type = [&](const Type& type) {
        return equals_ignoring_case(type.view(), service.type);
    };
    if (type_count != 0 && std::ranges::none_of(all_types(), is_type)) return false;
    return name_pattern.empty() || matches_name_pattern(name_pattern.view(), service.name);
}

bool Selection::may_be_of(const wire::TypeFilter& offered) const {
    const auto is_offered = [&](const Type& type) { return offered.may_contain(type.view()); };
    return type_count == 0 || std::ranges::any_of(all_types(), is_offered);
}

}  // namespace mpdisc::core
