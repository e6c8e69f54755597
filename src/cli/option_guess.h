// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "cli/options.h"

namespace mpdisc::cli {

/// For a long name that no option has: the only option whose name begins so. Null if there are none
/// or several. Then `message` says that, and lists them or asks whether a similar one is meant: at
/// most two changes of a character, and of less than half the characters, make it the other name.
/// Minimal builds never guess.
[[nodiscard]] const OptionSpec* guess_option(std::span<const OptionSpec> specs,
                                             std::string_view name, TextBuffer& message);

}  // namespace mpdisc::cli
