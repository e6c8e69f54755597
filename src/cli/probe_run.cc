// SPDX-License-Identifier: MIT
#include "cli/probe_run.h"

#include <algorithm>

#include "cli/escape.h"
#include "cli/exit_code.h"
#include "cli/fields.h"
#include "cli/format_sh.h"
#include "cli/list_search.h"
#include "cli/poll_set.h"
#include "cli/printing.h"
#include "cli/search_messages.h"
#include "program/console.h"

namespace mpdisc::cli {
namespace {

/// What is wrong with it, after the host.
void append_incomplete_host(TextBuffer& out, const IncompleteHost& host) {
    append_host(out, host);
    if (host.is_silent) {
        out.append(" (known to its neighbours, but did not answer)");
    } else if (host.missing_services == 0) {
        out.append(" (its providers are changing)");
    } else {
        out.append(" (").append_number(host.missing_services);
        out.append(host.missing_services == 1 ? " service missing)" : " services missing)");
    }
}

}  // namespace

int ProbeRun::run() {
    for (std::uint64_t number = 1;; ++number) {
        const TimeUs start_us = monotonic_us();
        Ending ending = search();
        if (arguments_.has_output() && !ending.is_final) {
            const bool lacks_link = has_no_link(probe_, arguments_);
            ending.exit_code =
                finish_list(arguments_, output_, ending.exit_code, lacks_link, written_);
        }
        probe_.close();
        if (!print_nothing(ending.exit_code)) ending = {exit_system, true};
        if (ending.is_final || number == arguments_.repeat) return ending.exit_code;
        if (!pause_until(start_us + TimeUs{arguments_.interval_ms} * 1000)) return exit_system;
    }
}

ProbeRun::Ending ProbeRun::search() {
    found_count_ = 0;
    if (const int exit_code = open_or_explain(probe_, probe_options(arguments_), arguments_);
        exit_code != exit_ok) {
        return {exit_code, true};
    }
    while (true) {
        probe_.process();
        const ProbeOutcome outcome = probe_.outcome();
        if (!print_found(outcome != ProbeOutcome::running)) return {exit_system, true};
        if (outcome != ProbeOutcome::running) {
            report_search(probe_);
            return {explain_outcome(outcome), false};
        }

        PollSet set;
        set.add_machine(probe_);
        const TimeUs deadline_us = std::min(probe_.next_deadline_us(), output_.due_us());
        if (!wait_or_explain(set, deadline_us)) return {exit_system, true};
    }
}

bool ProbeRun::print_found(bool has_ended) {
    const TimeUs now_us = monotonic_us();
    FoundServiceView found;
    // finish_list() writes a list with an output.
    const bool prints_rest = has_ended && !arguments_.has_output();
    return print_results(output_, text_, now_us, prints_rest, [&] {
        if (!probe_.next_service(found)) return false;
        ++found_count_;
        output_.add(text_, found, now_us);
        return true;
    });
}

bool ProbeRun::print_nothing(int exit_code) {
    if (found_count_ != 0 || arguments_.count != 1 || format_.kind != FormatKind::sh) return true;
    append_nothing_as_sh(text_, exit_code);
    return write_result(text_, probe_program);
}

int ProbeRun::explain_outcome(ProbeOutcome outcome) {
    TextBuffer message;
    switch (outcome) {
        case ProbeOutcome::running:
        case ProbeOutcome::complete:
            // With as many services as --count asks for, it does not matter who else has some.
            if (arguments_.count == 0) report_lack_of_link();
            return exit_ok;
        case ProbeOutcome::incomplete:
            report_lack_of_link();
            // No host is incomplete: report_search() has already said that networks were not asked.
            if (probe_.incomplete_hosts() == 0) return exit_incomplete;
            append_incomplete(message);
            return end_with_error(probe_program, message, exit_incomplete);
        case ProbeOutcome::not_asked:
            append_not_asked(message, probe_.system_error(), arguments_);
            return end_with_error(probe_program, message, exit_system);
        case ProbeOutcome::not_found:
            break;
    }
    append_too_few(message, found_count_, arguments_.count);
    if (found_count_ == 0) {
        append_not_found(message, probe_, arguments_);
    } else {
        report_lack_of_link();
    }
    return end_with_error(probe_program, message, exit_not_found);
}

void ProbeRun::append_incomplete(TextBuffer& out) {
    out.append("hosts incomplete: ").append_number(probe_.incomplete_hosts());
    IncompleteHost each;
    for (int named = 0; probe_.next_incomplete_host(each); ++named) {
        if (named == hosts_named_max) {
            out.append(", and others");
            return;
        }
        out.append(named == 0 ? "; " : ", ");
        append_incomplete_host(out, each);
    }
}

void ProbeRun::report_lack_of_link() {
    const bool lacks_link = has_no_link(probe_, arguments_);
    if (lacks_link && !lacked_link_) report_no_link();
    lacked_link_ = lacks_link;
}

bool ProbeRun::pause_until(TimeUs due_us) {
    while (monotonic_us() < due_us) {
        if (!wait_or_explain({}, due_us)) return false;
    }
    return true;
}

}  // namespace mpdisc::cli
