// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --watch`: prints each event until a signal ends the program. Returns the
/// program's exit code if something else ends it.
[[nodiscard]] int run_watch(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
