// SPDX-License-Identifier: MIT
#pragma once

#include "cli/format.h"
#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --watch --output FILE`: keeps the file up to date until a signal ends the
/// program. Returns its exit code.
[[nodiscard]] int run_list_watch(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
