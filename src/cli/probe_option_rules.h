// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_option_table.h"
#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Checks that the options which were given go together: one that would have no effect beside the
/// others is refused, with the reason in `message`.
[[nodiscard]] Parsed check_probe_rules(ProbeOptionSet given, const ProbeArguments& arguments,
                                       TextBuffer& message);

}  // namespace mpdisc::cli
