// SPDX-License-Identifier: MIT
#include "cli/exit_code.h"
#include "cli/status_run.h"

// For builds without --status.

namespace mpdisc::cli {

int run_status(const ProbeArguments&, FormatKind) {
    print_error(probe_program, "this build shows no status (--status)");
    return exit_usage;
}

}  // namespace mpdisc::cli
