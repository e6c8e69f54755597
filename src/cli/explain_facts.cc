// SPDX-License-Identifier: MIT
#include "cli/explain_facts.h"

#include <algorithm>

#include "mpdisc/name_pattern.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

void FilterMatches::add(const ServiceView& service, const ProbeArguments& filter) {
    const std::span<const std::string_view> asked = filter.wanted_types();
    const auto is_same = [&](std::string_view type) {
        return equals_ignoring_case(type, service.type);
    };
    const std::string_view pattern = filter.name_pattern.view();
    ++services;
    types.add(service.type);
    if (!asked.empty() && std::ranges::none_of(asked, is_same)) return;
    ++of_type;
    const bool has_name = pattern.empty() || matches_name_pattern(pattern, service.name);
    if (has_name && Filter{{}, {}, filter.attributes.view()}.matches(service)) ++wanted;
}

void TypesSeen::add(std::string_view type) {
    const auto is_same = [&](const auto& seen) { return seen.view() == type; };
    if (std::ranges::any_of(all(), is_same)) return;
    has_others_ = count_ == types_.size() || !types_[count_].assign(type);
    if (!has_others_) ++count_;
}

}  // namespace mpdisc::cli
