// SPDX-License-Identifier: MIT
#include "cli/exec_run.h"
#include "cli/explain_run.h"
#include "cli/hosts_run.h"
#include "cli/key_file.h"
#include "cli/list_options.h"
#include "cli/list_watch_run.h"
#include "cli/live_run.h"
#include "cli/probe_run.h"
#include "cli/status_run.h"
#include "cli/status_watch_run.h"
#include "cli/target_names.h"
#include "cli/wait_run.h"
#include "cli/watch_run.h"
#include "program/console.h"
#include "program/signals.h"

using namespace mpdisc;

namespace {

/// The format that was asked for, else a table on a terminal and tsv elsewhere. An explanation is
/// for people, wherever it goes.
cli::Format output_format(const cli::ProbeArguments& arguments) {
    cli::Format format;
    if (arguments.format) {
        format = *arguments.format;
    } else if (arguments.task == cli::ProbeTask::explain) {
        format.kind = cli::FormatKind::table;
    } else if (arguments.with_nul || arguments.has_output() ||
               !is_terminal(StandardStream::output)) {
        format.kind = cli::FormatKind::tsv;
    }
    format.with_titles = arguments.with_titles;
    format.with_nul = arguments.with_nul;
    return format;
}

}  // namespace

int main(int argc, char** argv) {
    claim_standard_streams();
    ignore_closed_pipes();
    cli::ProbeArguments arguments;
    cli::TextBuffer message;
    const std::size_t count = argc > 0 ? static_cast<std::size_t>(argc - 1) : 0;
    cli::Parsed parsed = cli::parse_probe_options({argv + 1, count}, arguments, message);
    if (parsed == cli::Parsed::run) {
        parsed = cli::load_keys(arguments.key_file, arguments.keys, message);
    }
    cli::Format format = output_format(arguments);
    cli::FormatFile format_file;
    if (parsed == cli::Parsed::run) {
        parsed = cli::complete_format(arguments, format, format_file, message);
    }
    if (parsed == cli::Parsed::run) parsed = cli::look_up_targets(arguments, message);
    if (parsed != cli::Parsed::run) {
        return cli::finish_early(cli::probe_program, parsed, message);
    }
    switch (arguments.task) {
        case cli::ProbeTask::search:
            break;
        case cli::ProbeTask::watch:
            if (!arguments.command.empty()) return cli::run_watch_with_commands(arguments);
            if (arguments.has_output()) return cli::run_list_watch(arguments, format);
            return cli::run_watch(arguments, format);
        case cli::ProbeTask::live:
            return cli::run_live(arguments, format);
        case cli::ProbeTask::wait:
        case cli::ProbeTask::gone:
            return cli::run_wait(arguments, format);
        case cli::ProbeTask::hosts:
            return cli::run_hosts(arguments, format);
        case cli::ProbeTask::status:
            return cli::run_status(arguments, format);
        case cli::ProbeTask::explain:
            return cli::run_explain(arguments, format);
        case cli::ProbeTask::status_watch:
            return cli::run_status_watch(arguments, format);
    }
    return cli::ProbeRun(arguments, format).run();
}
