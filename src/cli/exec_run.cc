// SPDX-License-Identifier: MIT
#include "cli/exec_run.h"

#include "cli/event_commands.h"
#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/search_messages.h"
#include "cli/time_stamp.h"
#include "cli/watch_report.h"
#include "program/console.h"
#include "program/signals.h"
#include "program/time_of_day.h"

namespace mpdisc::cli {

namespace {

class ExecRun {
   public:
    explicit ExecRun(const ProbeArguments& arguments)
        : arguments_(arguments), commands_(arguments.command) {}

    [[nodiscard]] int run();

   private:
    [[nodiscard]] int open();
    void run_commands();
    [[nodiscard]] int await_commands();
    [[nodiscard]] bool wait(PollSet& set, TimeUs deadline_us);

    const ProbeArguments& arguments_;
    /// Of the output that the commands write to.
    const PollEntry reader_ = output_reader();
    SignalWatch signals_;
    Watch watch_;
    WatchReport report_{watch_, arguments_};
    EventCommands commands_;
};

int ExecRun::run() {
    if (const int exit_code = open(); exit_code != exit_ok) return exit_code;
    while (signals_.next() == Signal::none) {
        if (is_reader_lost(reader_)) return exit_system;
        watch_.process();
        run_commands();
        report_.update();
        PollSet set;
        set.add_machine(watch_);
        set.add(reader_);
        if (!wait(set, watch_.next_deadline_us())) return exit_system;
    }
    watch_.close();
    return await_commands();
}

/// Returns exit_ok, or another exit code after a message. A command that does not exist is noticed
/// here, and not at the first event.
int ExecRun::open() {
    TextBuffer message;
    const char* const program = arguments_.command.front();
    if (const int error = find_program(program); error != 0) {
        const int exit_code = explain_start_error(message, program, error);
        return end_with_error(probe_program, message, exit_code);
    }
    if (!signals_.open()) {
        message.append("cannot watch for signals");
        return end_with_error(probe_program, message, exit_system);
    }
    // A signal would not end it while it waits.
    never_wait_for_stderr();
    return open_or_explain(watch_, watch_options(arguments_), arguments_);
}

/// Events stay in the watch while no more of them can wait here.
void ExecRun::run_commands() {
    commands_.note_ended();
    commands_.start_next();
    const TimeStamp time = time_stamp(time_of_day_ms());
    WatchEvent event;
    while (commands_.has_room() && watch_.next_event(event)) {
        commands_.add(event, arguments_.with_time ? time.view() : std::string_view());
        commands_.start_next();
    }
}

/// A second signal ends the program at once. The commands then run on.
int ExecRun::await_commands() {
    while (true) {
        commands_.note_ended();
        if (!commands_.has_running() || signals_.next() != Signal::none) return exit_ok;
        PollSet set;
        if (!wait(set, never_us)) return exit_system;
    }
}

bool ExecRun::wait(PollSet& set, TimeUs deadline_us) {
    set.add(signals_.poll_entry());
    commands_.add_poll_entries(set);
    return wait_or_explain(set, deadline_us);
}

}  // namespace

int run_watch_with_commands(const ProbeArguments& arguments) {
    return ExecRun(arguments).run();
}

}  // namespace mpdisc::cli
