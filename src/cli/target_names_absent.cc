// SPDX-License-Identifier: MIT
//
// A build that looks no names up.
#include <algorithm>

#include "cli/target.h"
#include "cli/target_names.h"

namespace mpdisc::cli {

Parsed look_up_targets(ProbeArguments& arguments, TextBuffer& message) {
    const auto given = std::span(arguments.target_names).first(arguments.target_count);
    const auto name = std::ranges::find_if_not(given, &std::string_view::empty);
    if (name == given.end()) return Parsed::run;
    append_bad_value(message, target_word, *name, "this build needs an address");
    return Parsed::usage_error;
}

}  // namespace mpdisc::cli
