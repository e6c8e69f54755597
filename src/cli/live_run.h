// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --live`: shows the services on the terminal until the user ends it. Returns
/// the program's exit code.
[[nodiscard]] int run_live(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
