// SPDX-License-Identifier: MIT
#include "cli/list_watch_run.h"

#include <algorithm>

#include "cli/exit_code.h"
#include "cli/list_file.h"
#include "cli/poll_set.h"
#include "cli/search_messages.h"
#include "cli/service_output.h"
#include "cli/watch_report.h"
#include "program/signals.h"

namespace mpdisc::cli {

namespace {

class ListWatchRun {
   public:
    ListWatchRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), output_(format), file_(arguments, written_) {}

    [[nodiscard]] int run();

   private:
    /// After this time a write that failed is tried again.
    static constexpr TimeUs retry_us = 1'000'000;

    [[nodiscard]] int open();
    void take_events();
    void watch_link(TimeUs now_us);
    /// Whether the list is complete, as far as anybody can know.
    [[nodiscard]] bool is_complete(TimeUs now_us) const {
        return knows_all_hosts() && now_us >= complete_us_;
    }
    [[nodiscard]] bool knows_all_hosts() const {
        return watch_.is_synced() && !watch_.has_unasked_networks();
    }
    [[nodiscard]] int write();
    void fill();
    [[nodiscard]] int await_command();
    [[nodiscard]] TimeUs next_deadline_us() const;
    [[nodiscard]] bool wait(PollSet& set, TimeUs deadline_us);

    const ProbeArguments& arguments_;
    SignalWatch signals_;
    Watch watch_;
    WatchReport report_{watch_, arguments_};
    ServiceOutput output_;
    WrittenList written_;
    ListFile file_;
    TextBuffer text_;
    /// When the file is to be written; never_us if nothing has changed.
    TimeUs due_us_ = 0;
    /// When the list is complete again after the link was lost; never_us while it is lost.
    TimeUs complete_us_ = 0;
    int last_error_ = 0;
    bool has_written_ = false;
};

int ListWatchRun::run() {
    if (const int exit_code = open(); exit_code != exit_ok) return exit_code;
    while (signals_.next() == Signal::none) {
        watch_.process();
        take_events();
        report_.update();
        if (const int exit_code = write(); exit_code != exit_ok) return exit_code;
        file_.process(monotonic_us());
        PollSet set;
        set.add_machine(watch_);
        if (!wait(set, std::min(watch_.next_deadline_us(), next_deadline_us()))) return exit_system;
    }
    watch_.close();
    return await_command();
}

int ListWatchRun::open() {
    if (!signals_.open()) {
        print_error(probe_program, "cannot watch for signals");
        return exit_system;
    }
    // A signal would not end it while it waits.
    never_wait_for_stderr();
    return open_or_explain(watch_, watch_options(arguments_), arguments_);
}

void ListWatchRun::take_events() {
    const TimeUs now_us = monotonic_us();
    WatchEvent event;
    while (watch_.next_event(event)) {
        due_us_ = std::min(due_us_, now_us + TimeUs{arguments_.settle_ms} * 1000);
    }
    watch_link(now_us);
}

/// Without a link, the services of other hosts seem to be gone. When it is back, they need a moment
/// to be found.
void ListWatchRun::watch_link(TimeUs now_us) {
    if (watch_.has_no_link()) {
        complete_us_ = never_us;
    } else if (complete_us_ == never_us) {
        complete_us_ = now_us + TimeUs{arguments_.patience_ms} * 1000;
    }
}

/// Writes the file if it is due. A failure of the first write ends the program, because the user
/// may have given a wrong name; later ones are said once, and tried again.
int ListWatchRun::write() {
    const TimeUs now_us = monotonic_us();
    if (now_us < due_us_ || !is_complete(now_us)) return exit_ok;
    fill();
    const int error = file_.write(text_);
    if (error != 0 && error != last_error_) file_.report(error);
    if (error != 0 && !has_written_) return exit_system;
    has_written_ = true;
    last_error_ = error;
    due_us_ = error == 0 ? never_us : now_us + retry_us;
    return exit_ok;
}

void ListWatchRun::fill() {
    FoundServiceView found;
    std::uint32_t cursor = 0;
    text_.clear();
    while (watch_.next_service(cursor, found)) output_.add(text_, found, 0);
    output_.flush(text_, 0);
}

/// Waits for the command that runs. A second signal ends the program at once, and the command runs
/// on.
int ListWatchRun::await_command() {
    while (true) {
        file_.note_end(monotonic_us());
        if (!file_.has_running() || signals_.next() != Signal::none) return exit_ok;
        PollSet set;
        if (!wait(set, never_us)) return exit_system;
    }
}

TimeUs ListWatchRun::next_deadline_us() const {
    const TimeUs write_us = knows_all_hosts() ? std::max(due_us_, complete_us_) : never_us;
    return std::min(write_us, file_.next_deadline_us());
}

bool ListWatchRun::wait(PollSet& set, TimeUs deadline_us) {
    set.add(signals_.poll_entry());
    file_.add_poll_entry(set);
    return wait_or_explain(set, deadline_us);
}

}  // namespace

int run_list_watch(const ProbeArguments& arguments, const Format& format) {
    return ListWatchRun(arguments, format).run();
}

}  // namespace mpdisc::cli
