// SPDX-License-Identifier: MIT
#include "cli/probe_run.h"

#include <algorithm>

#include "cli/escape.h"
#include "cli/exit_code.h"
#include "cli/fields.h"
#include "cli/format_sh.h"
#include "cli/result_output.h"
#include "program/console.h"

namespace mpdisc::cli {
namespace {

/// Results that exceed this size in bytes are written at once.
constexpr std::size_t written_together_max = 16 * 1024;
/// The most incomplete hosts that one message names.
constexpr int hosts_named_max = 8;
/// The most interfaces and addresses that one message names.
constexpr std::size_t paths_named_max = 8;
static_assert(paths_named_max < limits::unsent_paths_max,
              "so that the message knows whether there are others");

}  // namespace

void append_no_primary(TextBuffer& out, std::uint16_t discovery_port) {
    out.append("no primary of this host answers on UDP port ");
    out.append_number(discovery_port);
}

void report_dropped(std::uint64_t answers) {
    if (answers == 0) return;
    TextBuffer message;
    message.append("answers dropped for want of a common key: ").append_number(answers);
    print_error(probe_program, message.view());
}

int ProbeRun::run() {
    for (std::uint64_t number = 1;; ++number) {
        const TimeUs start_us = monotonic_us();
        Ending ending = search();
        probe_.close();
        if (!print_nothing(ending.exit_code)) ending = {exit_system, true};
        if (ending.is_final || number == arguments_.repeat) return ending.exit_code;
        if (!pause_until(start_us + TimeUs{arguments_.interval_ms} * 1000)) return exit_system;
    }
}

ProbeRun::Ending ProbeRun::search() {
    found_count_ = 0;
    const OpenError error = probe_.open(probe_options(arguments_));
    if (error != OpenError::none) {
        TextBuffer message;
        const int exit_code = explain_open_error(message, error, probe_.system_error(),
                                                 arguments_.interface_name.view());
        return {end_with_error(probe_program, message, exit_code), true};
    }
    while (true) {
        probe_.process();
        const ProbeOutcome outcome = probe_.outcome();
        if (!print_found(outcome != ProbeOutcome::running)) return {exit_system, true};
        if (outcome != ProbeOutcome::running) {
            report_dropped(probe_.counters()[Counter::drop_unauthenticated]);
            if (outcome != ProbeOutcome::not_asked) {
                report_unasked();
                report_unsent();
            }
            return {explain_outcome(outcome), false};
        }

        PollSet set;
        set.add_machine(probe_);
        if (!wait(set, std::min(probe_.next_deadline_us(), output_.due_us())))
            return {exit_system, true};
    }
}

bool ProbeRun::print_found(bool has_ended) {
    const TimeUs now_us = monotonic_us();
    FoundService found;
    while (probe_.next_service(found)) {
        ++found_count_;
        output_.add(text_, found, now_us);
        if (output_.due_us() <= now_us) output_.flush(text_, output_line_cells());
        // Results that arrive together are written together.
        if (text_.size() > written_together_max && !write_result(text_, probe_program))
            return false;
    }
    if (has_ended || output_.due_us() <= now_us) output_.flush(text_, output_line_cells());
    return (text_.ok() && text_.size() == 0) || write_result(text_, probe_program);
}

bool ProbeRun::print_nothing(int exit_code) {
    if (found_count_ != 0 || arguments_.count != 1 || format_.kind != FormatKind::sh) return true;
    append_nothing_as_sh(text_, exit_code);
    return write_result(text_, probe_program);
}

void ProbeRun::report_unsent() {
    if (probe_.counters()[Counter::send_errors] == 0) return;
    TextBuffer message;
    message.append("some requests could not be sent");
    append_unsent_paths(message);
    message.append(": ");
    message.append(system_error_text(probe_.system_error()).view());
    print_error(probe_program, message.view());
}

void ProbeRun::report_unasked() {
    if (!probe_.has_unasked_networks()) return;
    TextBuffer message;
    message.append("some networks were not asked: this host has more than ");
    message.append_number(limits::probe_targets_max);
    print_error(probe_program, message.view());
}

int ProbeRun::explain_outcome(ProbeOutcome outcome) {
    TextBuffer message;
    switch (outcome) {
        case ProbeOutcome::running:
        case ProbeOutcome::complete:
            return exit_ok;
        case ProbeOutcome::incomplete:
            // No host is incomplete: report_unasked() has already said that networks were not
            // asked.
            if (probe_.incomplete_hosts() == 0) return exit_incomplete;
            append_incomplete(message);
            return end_with_error(probe_program, message, exit_incomplete);
        case ProbeOutcome::not_asked:
            append_not_asked(message);
            return end_with_error(probe_program, message, exit_system);
        case ProbeOutcome::not_found:
            break;
    }
    if (found_count_ == 0) {
        message.append("no services found");
        if (probe_.has_no_link()) {
            message.append(" on this host; no other interface has an address to ask from");
        } else if (probe_.has_no_provider()) {
            message.append(": ");
            append_no_primary(message, asked_port());
        }
    } else {
        message.append("services found: ").append_number(found_count_);
        message.append(", asked for: ").append_number(arguments_.count);
    }
    return end_with_error(probe_program, message, exit_not_found);
}

void ProbeRun::append_unsent_paths(TextBuffer& out) {
    UnsentPath path;
    std::size_t named = 0;
    for (; probe_.next_unsent_path(path); ++named) {
        if (named == paths_named_max) {
            out.append(", and others");
            break;
        }
        out.append(named == 0 ? " (" : ", ");
        if (path.interface_name.empty()) {
            out.append(to_text(path.address).view());
        } else {
            append_escaped_word(out, path.interface_name);
        }
    }
    if (named != 0) out.append(")");
}

void ProbeRun::append_incomplete(TextBuffer& out) {
    out.append("hosts incomplete: ").append_number(probe_.incomplete_hosts());
    if (probe_.missing_services() == 0) {
        out.append(", since their providers are just changing");
    } else {
        out.append(", services missing: ").append_number(probe_.missing_services());
    }
    IncompleteHost each;
    for (int named = 0; probe_.next_incomplete_host(each); ++named) {
        if (named == hosts_named_max) {
            out.append(", and others");
            return;
        }
        out.append(named == 0 ? ": " : ", ");
        append_escaped_word(out, shown_host(each.host));
        out.append(" (");
        append_escaped_word(out, scoped_address(each.address, each.interface_name).view());
        out.append(")");
    }
}

void ProbeRun::append_not_asked(TextBuffer& out) {
    if (probe_.system_error() != 0) {
        out.append("nobody could be asked: ");
        out.append(system_error_text(probe_.system_error()).view());
    } else if (arguments_.interface_name.empty()) {
        out.append("nobody could be asked: no interface has an address");
    } else {
        out.append("nobody could be asked: the interface is down or has no address: ");
        append_cited(out, arguments_.interface_name.view());
    }
}

std::uint16_t ProbeRun::asked_port() const {
    const std::uint16_t given = arguments_.target_count == 0 ? 0 : arguments_.targets[0].port;
    return given == 0 ? arguments_.discovery_port : given;
}

bool ProbeRun::pause_until(TimeUs due_us) {
    while (monotonic_us() < due_us) {
        if (!wait({}, due_us)) return false;
    }
    return true;
}

bool ProbeRun::wait(const PollSet& set, TimeUs deadline_us) {
    if (set.wait(deadline_us)) return true;
    print_error(probe_program, wait_refused);
    return false;
}

}  // namespace mpdisc::cli
