// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/service.h"
#include "wire/type_filter.h"

namespace mpdisc::core {

/// What a client looks for and no request says. Hosts send all services that match the request, and
/// the client tells its owner of those that are selected. It has to know the others, too: rosters
/// count them, and hosts send again what the client does not know.
struct Selection {
    using Type = FixedString<limits::service_type_max>;

    /// Any of these; none: any type.
    std::array<Type, limits::wanted_types_max> types{};
    std::size_t type_count = 0;
    /// Empty: any name.
    FixedString<limits::name_pattern_max> name_pattern;

    [[nodiscard]] bool is_all() const { return type_count == 0 && name_pattern.empty(); }
    [[nodiscard]] bool includes(const ServiceView& service) const;
    /// Whether a host with services of these types may have one that is selected.
    [[nodiscard]] bool may_be_of(const wire::TypeFilter& offered) const;

   private:
    [[nodiscard]] std::span<const Type> all_types() const {
        return std::span(types).first(type_count);
    }
};

}  // namespace mpdisc::core
