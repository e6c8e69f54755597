// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --status --watch`: asks again and again, until a signal or the user ends it.
/// A table on a terminal is drawn anew each time, other output is printed again. Returns the
/// program's exit code.
[[nodiscard]] int run_status_watch(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
