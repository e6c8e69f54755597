// SPDX-License-Identifier: MIT
#include "cli/exit_code.h"
#include "cli/hosts_run.h"
#include "cli/status_run.h"

// For builds without --status and --hosts.

namespace mpdisc::cli {

int run_status(const ProbeArguments&, FormatKind) {
    print_error(probe_program, "this build shows no status (--status) and no hosts (--hosts)");
    return exit_usage;
}

int run_hosts(const ProbeArguments& arguments, FormatKind kind) {
    return run_status(arguments, kind);
}

}  // namespace mpdisc::cli
