// SPDX-License-Identifier: MIT
#pragma once

#include "cli/format.h"
#include "cli/probe_options.h"

namespace mpdisc::cli {

/// Says why a search finds nothing, or not everything. Returns the exit code of that search.
[[nodiscard]] int run_explain(const ProbeArguments& arguments, const Format& format);

}  // namespace mpdisc::cli
