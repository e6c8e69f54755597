// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --status`: asks this host's primary and prints its answer. Returns the
/// program's exit code.
[[nodiscard]] int run_status(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
