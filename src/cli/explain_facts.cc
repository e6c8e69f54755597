// SPDX-License-Identifier: MIT
#include "cli/explain_facts.h"

#include <algorithm>

namespace mpdisc::cli {

void FilterMatches::add(const ServiceView& service, const Filter& filter) {
    Filter of_same_type;
    of_same_type.type = filter.type;
    ++services;
    if (of_same_type.matches(service)) ++of_type;
    if (filter.matches(service)) ++wanted;
}

void TypesSeen::add(std::string_view type) {
    const auto is_same = [&](const auto& seen) { return seen.view() == type; };
    if (count_ == types_.size() || std::ranges::any_of(all(), is_same)) return;
    if (types_[count_].assign(type)) ++count_;
}

}  // namespace mpdisc::cli
