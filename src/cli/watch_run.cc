// SPDX-License-Identifier: MIT
#include "cli/watch_run.h"

#include <algorithm>

#include "cli/colour.h"
#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/result_output.h"
#include "cli/search_messages.h"
#include "cli/time_stamp.h"
#include "cli/watch_output.h"
#include "cli/watch_start.h"
#include "program/console.h"
#include "program/signals.h"
#include "program/time_of_day.h"

namespace mpdisc::cli {

namespace {

class WatchRun {
   public:
    WatchRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), output_(format, arguments.with_time, output_has_colours()) {}

    [[nodiscard]] int run();

   private:
    [[nodiscard]] bool print_events();

    const ProbeArguments& arguments_;
    const PollEntry reader_ = output_reader();
    WatchOutput output_;
    Watch watch_;
    WatchReport report_{arguments_};
    TextBuffer text_;
};

int WatchRun::run() {
    if (const int exit_code = open_watch(watch_, arguments_); exit_code != exit_ok)
        return exit_code;
    while (true) {
        watch_.process();
        if (!print_events() || is_reader_lost(reader_)) return exit_system;
        report_.update(watch_);

        PollSet set;
        set.add_machine(watch_);
        set.add(reader_);
        const TimeUs deadline_us = std::min(watch_.next_deadline_us(), output_.due_us());
        if (!wait_or_explain(set, deadline_us)) return exit_system;
    }
}

/// Events that come together are written together.
bool WatchRun::print_events() {
    const TimeUs now_us = monotonic_us();
    const TimeStamp time = time_stamp(time_of_day_ms());
    WatchEvent event;
    while (watch_.next_event(event)) {
        output_.add(text_, event, time.view(), now_us);
        if (output_.due_us() <= now_us) output_.flush(text_, output_line_cells());
        if (text_.size() > written_together_max && !write_result(text_, probe_program)) {
            return false;
        }
    }
    if (output_.due_us() <= now_us) output_.flush(text_, output_line_cells());
    return (text_.ok() && text_.size() == 0) || write_result(text_, probe_program);
}

}  // namespace

int run_watch(const ProbeArguments& arguments, const Format& format) {
    // The end may come while a line waits for its reader, so the loop does not see these signals.
    exit_on_stop_signals();
    return WatchRun(arguments, format).run();
}

}  // namespace mpdisc::cli
