// SPDX-License-Identifier: MIT
#include "cli/exec_run.h"
#include "cli/exit_code.h"
#include "cli/list_watch_run.h"
#include "cli/live_run.h"
#include "cli/wait_run.h"
#include "cli/watch_run.h"

// For builds without --watch, --live, --wait and --gone.

namespace mpdisc::cli {

int run_watch(const ProbeArguments&, const Format&) {
    print_error(probe_program, "this build has no watch (--watch, --live, --wait, --gone)");
    return exit_usage;
}

int run_watch_with_commands(const ProbeArguments& arguments) {
    return run_watch(arguments, {});
}

int run_list_watch(const ProbeArguments& arguments, const Format& format) {
    return run_watch(arguments, format);
}

int run_live(const ProbeArguments& arguments, const Format& format) {
    return run_watch(arguments, format);
}

int run_wait(const ProbeArguments& arguments, const Format& format) {
    return run_watch(arguments, format);
}

}  // namespace mpdisc::cli
