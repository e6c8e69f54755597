// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --hosts`: finds the hosts that others know, and prints them. Returns the
/// program's exit code.
[[nodiscard]] int run_hosts(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
