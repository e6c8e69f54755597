// SPDX-License-Identifier: MIT
#include "cli/event_commands.h"

#include <algorithm>

#include "cli/escape.h"
#include "cli/event_words.h"
#include "cli/probe_options.h"
#include "cli/program.h"
#include "cli/variables.h"
#include "mpdisc/expects.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

/// The beginning of a message: which command it is about.
void append_command(TextBuffer& out, const EventQueue::Job& job) {
    out.append("the command for ");
    append_cited(out, job.service.name.view());
    out.append(" ").append(job.service.type.view());
    out.append(" (").append(to_text(job.event)).append(") ");
}

void report_failure(const EventQueue::Job& job, int exit_code, int signal_number) {
    TextBuffer message;
    append_command(message, job);
    if (signal_number != 0) {
        message.append("was killed by signal ").append_number(static_cast<unsigned>(signal_number));
    } else {
        message.append("exited with status ").append_number(static_cast<unsigned>(exit_code));
    }
    print_error(probe_program, message.view());
}

void report_start_error(const EventQueue::Job& job, std::string_view reason) {
    TextBuffer message;
    append_command(message, job);
    message.append("could not be started: ").append(reason);
    print_error(probe_program, message.view());
}

}  // namespace

void EventCommands::add(const WatchEvent& event, std::string_view time) {
    if (event.type != WatchEventType::synced) queue_.add(event, time);
}

void EventCommands::start_next() {
    while (EventQueue::Job* const job = queue_.start_next()) start(free_slot(), *job);
}

void EventCommands::start(Running& slot, EventQueue::Job& job) {
    slot.job = &job;
    Command& command = slot.command.emplace();
    if (!job.variables.ok()) {
        report_start_error(job, out_of_memory);
    } else if (const int error =
                   command.start(command_.data(), {job.variables.view(), variable_prefix, false});
               error != 0) {
        report_start_error(job, system_error_text(error).view());
    } else {
        return;
    }
    slot.command.reset();
    queue_.end(job);
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
