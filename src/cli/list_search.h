// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "cli/service_output.h"
#include "cli/written_list.h"

namespace mpdisc::cli {

/// Ends a search with --output: if the list is complete, writes it to the file, and runs the
/// command of --on-update. A list that an earlier search has `written` is not written again, unless
/// its command has failed. `exit_code` is the search's. If `lacks_link`, the search could not ask
/// other hosts. Returns the program's exit code.
[[nodiscard]] int finish_list(const ProbeArguments& arguments, ServiceOutput& output, int exit_code,
                              bool lacks_link, WrittenList& written);

}  // namespace mpdisc::cli
