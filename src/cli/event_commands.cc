// SPDX-License-Identifier: MIT
#include "cli/event_commands.h"

#include <algorithm>

#include "cli/escape.h"
#include "cli/event_words.h"
#include "cli/exit_code.h"
#include "cli/probe_options.h"
#include "cli/program.h"
#include "cli/variables.h"
#include "mpdisc/expects.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

/// Writes one line, or none if nobody reads stderr at the moment: a watch must not stand still.
void report_failure(const EventQueue::Job& job, int exit_code, int signal_number) {
    TextBuffer line;
    line.append(probe_program).append(": the command for ");
    append_cited(line, job.service.name.view());
    line.append(" ").append(job.service.type.view());
    line.append(" (").append(to_text(job.event)).append(")");
    if (signal_number != 0) {
        line.append(" was ended by signal ").append_number(static_cast<unsigned>(signal_number));
    } else {
        line.append(" exited with status ").append_number(static_cast<unsigned>(exit_code));
    }
    line.append("\n");
    static_cast<void>(try_write(StandardStream::error, line.view()));
}

}  // namespace

void EventCommands::add(const WatchEvent& event, std::string_view time) {
    if (event.type != WatchEventType::synced) queue_.add(event, time);
}

int EventCommands::start_next() {
    while (EventQueue::Job* const job = queue_.start_next()) {
        if (const int exit_code = start(free_slot(), *job); exit_code != exit_ok) return exit_code;
    }
    return exit_ok;
}

int EventCommands::start(Running& slot, EventQueue::Job& job) {
    TextBuffer message;
    if (!job.variables.ok()) return end_with_error(probe_program, message, exit_system);
    slot.job = &job;
    const int error = slot.command.emplace().start(command_.data(),
                                                   {job.variables.view(), variable_prefix, false});
    if (error == 0) return exit_ok;
    const int exit_code = explain_start_error(message, command_.front(), error);
    return end_with_error(probe_program, message, exit_code);
}

void EventCommands::note_ended() {
    for (Running& slot : running_) {
        int exit_code = 0;
        if (!slot.command || !slot.command->ended(exit_code)) continue;
        if (exit_code != 0) report_failure(*slot.job, exit_code, slot.command->ending_signal());
        slot.command.reset();
        queue_.end(*slot.job);
    }
}

bool EventCommands::has_running() const {
    return std::ranges::any_of(running_,
                               [](const Running& slot) { return slot.command.has_value(); });
}

void EventCommands::add_poll_entries(PollSet& set) const {
    for (const Running& slot : running_) {
        if (slot.command) set.add(slot.command->poll_entry());
    }
}

EventCommands::Running& EventCommands::free_slot() {
    auto* const slot =
        std::ranges::find_if(running_, [](const Running& each) { return !each.command; });
    expects(slot != running_.end());
    return *slot;
}

}  // namespace mpdisc::cli
