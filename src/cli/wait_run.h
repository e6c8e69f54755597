// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --wait` and `--gone`: ends as soon as enough services match, or too few.
/// Returns the program's exit code.
[[nodiscard]] int run_wait(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
