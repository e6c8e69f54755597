// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

/// The texts of --help. They differ between builds: a minimal build lists what it lacks.
namespace mpdisc::cli {

inline constexpr std::size_t provider_option_count = 30;
inline constexpr std::size_t probe_option_count = 38;

// NOLINTBEGIN(bugprone-dynamic-static-initializers): these are declarations without initialiser.
extern const char provider_help_head[];
/// Texts for nth_text(), one for each option of the program, in the same order. An option that this
/// build refuses has an empty text. The title of a group stands at the end of the text before it.
extern const char provider_option_help[];
extern const char provider_help_end[];
extern const char probe_help_head[];
extern const char probe_option_help[];
extern const char probe_help_end[];
// NOLINTEND(bugprone-dynamic-static-initializers)

}  // namespace mpdisc::cli
