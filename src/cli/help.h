// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

/// What --help shows of the options, and around them. A build that lacks something tells it there.
namespace mpdisc::cli {

inline constexpr std::size_t provider_option_count = 20;
inline constexpr std::size_t probe_option_count = 19;

// NOLINTBEGIN(bugprone-dynamic-static-initializers): what is declared here has no initialiser here.
extern const char provider_help_head[];
/// One of nth_text()'s texts for each of the program's options, in their order; an empty one for
/// an option that the build refuses.
extern const char provider_option_help[];
extern const char provider_help_end[];
extern const char probe_help_head[];
extern const char probe_option_help[];
extern const char probe_help_end[];
// NOLINTEND(bugprone-dynamic-static-initializers)

}  // namespace mpdisc::cli
