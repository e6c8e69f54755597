// SPDX-License-Identifier: MIT
#include "cli/watch_run.h"

#include <algorithm>

#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/printing.h"
#include "cli/search_messages.h"
#include "cli/time_stamp.h"
#include "cli/watch_output.h"
#include "cli/watch_report.h"
#include "program/console.h"
#include "program/signals.h"
#include "program/time_of_day.h"

namespace mpdisc::cli {

namespace {

class WatchRun {
   public:
    WatchRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), output_(format, arguments.with_time, monotonic_us()) {}

    [[nodiscard]] int run();

   private:
    [[nodiscard]] bool print_events();

    const ProbeArguments& arguments_;
    const PollEntry reader_ = output_reader();
    WatchOutput output_;
    Watch watch_;
    WatchReport report_{watch_, arguments_};
    TextBuffer text_;
};

int WatchRun::run() {
    if (const int exit_code = open_or_explain(watch_, watch_options(arguments_), arguments_);
        exit_code != exit_ok) {
        return exit_code;
    }
    while (true) {
        watch_.process();
        if (!print_events() || is_reader_lost(reader_)) return exit_system;
        report_.update();

        PollSet set;
        set.add_machine(watch_);
        set.add(reader_);
        const TimeUs deadline_us = std::min(watch_.next_deadline_us(), output_.due_us());
        if (!wait_or_explain(set, deadline_us)) return exit_system;
    }
}

bool WatchRun::print_events() {
    const TimeUs now_us = monotonic_us();
    const TimeStamp time = time_stamp(time_of_day_ms());
    WatchEvent event;
    return print_results(output_, text_, now_us, false, [&] {
        if (!watch_.next_event(event)) return false;
        output_.add(text_, event, time.view(), now_us);
        return true;
    });
}

}  // namespace

int run_watch(const ProbeArguments& arguments, const Format& format) {
    // The end may come while a line waits for its reader, so the loop does not see these signals.
    exit_on_stop_signals();
    return WatchRun(arguments, format).run();
}

}  // namespace mpdisc::cli
