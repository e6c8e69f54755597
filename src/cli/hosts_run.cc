// SPDX-License-Identifier: MIT
#include "cli/hosts_run.h"

#include "cli/exit_code.h"
#include "cli/hosts_output.h"
#include "cli/poll_set.h"
#include "cli/result_output.h"
#include "cli/search_messages.h"
#include "cli/service_output.h"
#include "program/console.h"

namespace mpdisc::cli {
namespace {

/// Searches until the end. Returns the program's exit code if the search failed, else exit_ok.
int search(Probe& probe, const ProbeArguments& arguments) {
    if (const int exit_code = open_or_explain(probe, probe_options(arguments), arguments);
        exit_code != exit_ok) {
        return exit_code;
    }
    while (true) {
        probe.process();
        if (probe.outcome() != ProbeOutcome::running) return exit_ok;
        PollSet set;
        set.add_machine(probe);
        if (!wait_or_explain(set, probe.next_deadline_us())) return exit_system;
    }
}

/// False if stdout failed.
bool print_hosts(Probe& probe, const Format& format) {
    TextBuffer text;
    HostsOutput output(format, text);
    KnownHost host;
    while (probe.next_host(host)) output.add(host);
    output.flush(output_line_cells());
    return (text.ok() && text.size() == 0) || write_result(text, probe_program);
}

int explain_outcome(const Probe& probe, const ProbeArguments& arguments) {
    TextBuffer message;
    switch (probe.outcome()) {
        case ProbeOutcome::running:
        case ProbeOutcome::complete:
            if (has_no_link(probe, arguments)) report_no_link();
            return exit_ok;
        case ProbeOutcome::incomplete:
            // report_search() has said that some networks were not asked.
            return exit_incomplete;
        case ProbeOutcome::not_asked:
            append_not_asked(message, probe.system_error(), arguments);
            return end_with_error(probe_program, message, exit_system);
        case ProbeOutcome::not_found:
            break;
    }
    message.append("no hosts found");
    append_not_found(message, probe, arguments);
    return end_with_error(probe_program, message, exit_not_found);
}

}  // namespace

int run_hosts(const ProbeArguments& arguments, const Format& format) {
    Probe probe;
    if (const int exit_code = search(probe, arguments); exit_code != exit_ok) return exit_code;
    if (!print_hosts(probe, format)) return exit_system;
    report_search(probe);
    return explain_outcome(probe, arguments);
}

}  // namespace mpdisc::cli
