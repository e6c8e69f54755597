// SPDX-License-Identifier: MIT
#include "cli/exec_run.h"

#include "cli/event_commands.h"
#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/search_messages.h"
#include "cli/time_stamp.h"
#include "cli/watch_start.h"
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
    [[nodiscard]] int run_commands();
    [[nodiscard]] int await_commands();
    [[nodiscard]] bool wait(PollSet& set, TimeUs deadline_us);

    const ProbeArguments& arguments_;
    SignalWatch signals_;
    Watch watch_;
    WatchReport report_{arguments_};
    EventCommands commands_;
};

int ExecRun::run() {
    if (!signals_.open()) {
        print_error(probe_program, "cannot watch for signals");
        return exit_system;
    }
    // A signal would not end it while it waits.
    never_wait_for_stderr();
    if (const int exit_code = open_watch(watch_, arguments_); exit_code != exit_ok)
        return exit_code;
    while (signals_.next() == Signal::none) {
        watch_.process();
        if (const int exit_code = run_commands(); exit_code != exit_ok) return exit_code;
        report_.update(watch_);
        PollSet set;
        set.add_machine(watch_);
        if (!wait(set, watch_.next_deadline_us())) return exit_system;
    }
    watch_.close();
    return await_commands();
}

/// Events stay in the watch while no more of them can wait here.
int ExecRun::run_commands() {
    commands_.note_ended();
    const TimeStamp time = time_stamp(time_of_day_ms());
    int exit_code = commands_.start_next();
    WatchEvent event;
    while (exit_code == exit_ok && commands_.has_room() && watch_.next_event(event)) {
        commands_.add(event, arguments_.with_time ? time.view() : std::string_view());
        exit_code = commands_.start_next();
    }
    return exit_code;
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
