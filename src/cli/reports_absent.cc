// SPDX-License-Identifier: MIT
#include "cli/exit_code.h"
#include "cli/explain_run.h"
#include "cli/hosts_run.h"
#include "cli/status_run.h"
#include "cli/status_watch_run.h"

// For builds without --status, --hosts and --explain.

namespace mpdisc::cli {

int run_status(const ProbeArguments&, const Format&) {
    print_error(probe_program, "this build has no reports (--status, --hosts, --explain)");
    return exit_usage;
}

int run_status_watch(const ProbeArguments& arguments, const Format& format) {
    return run_status(arguments, format);
}

int run_hosts(const ProbeArguments& arguments, const Format& format) {
    return run_status(arguments, format);
}

int run_explain(const ProbeArguments& arguments, const Format& format) {
    return run_status(arguments, format);
}

}  // namespace mpdisc::cli
