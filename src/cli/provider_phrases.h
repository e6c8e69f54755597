// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/provider_event.h"

namespace mpdisc::cli {

inline constexpr std::size_t provider_event_count =
    static_cast<std::size_t>(ProviderEventType::messages_dropped) + 1;

/// Texts for nth_text(), one for each ProviderEventType, in the same order; empty for
/// `role_changed`. `%` stands for the other provider, the interface, or the port and its holder.
/// Texts of a minimal build are shorter.
// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): a declaration without initialiser.
extern const char provider_phrases[];

}  // namespace mpdisc::cli
