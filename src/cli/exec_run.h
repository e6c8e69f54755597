// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --watch --exec`: runs a command for each event until a signal comes, and then
/// waits for the commands that run. Does not wait for them if nobody reads the output any more.
/// Returns the program's exit code.
[[nodiscard]] int run_watch_with_commands(const ProbeArguments& arguments);

}  // namespace mpdisc::cli
