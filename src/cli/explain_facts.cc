// SPDX-License-Identifier: MIT
#include "cli/explain_facts.h"

#include <algorithm>

#include "mpdisc/name_pattern.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

void FilterMatches::add(const ServiceView& service, const ProbeArguments& filter) {
    const std::span<const std::string_view> types = filter.wanted_types();
    const auto is_same = [&](std::string_view type) {
        return equals_ignoring_case(type, service.type);
    };
    const std::string_view pattern = filter.name_pattern.view();
    ++services;
    if (!types.empty() && std::ranges::none_of(types, is_same)) return;
    ++of_type;
    const bool has_name = pattern.empty() || matches_name_pattern(pattern, service.name);
    if (has_name && Filter{{}, {}, filter.attributes.view()}.matches(service)) ++wanted;
}

void TypesSeen::add(std::string_view type) {
    const auto is_same = [&](const auto& seen) { return seen.view() == type; };
    if (count_ == types_.size() || std::ranges::any_of(all(), is_same)) return;
    if (types_[count_].assign(type)) ++count_;
}

}  // namespace mpdisc::cli
