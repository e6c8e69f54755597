// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/provider_event.h"

namespace mpdisc::cli {

inline constexpr std::size_t provider_event_count =
    static_cast<std::size_t>(ProviderEventType::registry_full) + 1;

/// What is said of each ProviderEventType but `role_changed`: one of nth_text()'s texts each, in
/// their order. `%` stands for the other provider, the interface, or the port and what holds it. A
/// minimal build has shorter ones.
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): it has no initialiser here.
extern const char provider_phrases[];

}  // namespace mpdisc::cli
