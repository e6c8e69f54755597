// SPDX-License-Identifier: MIT
#include "cli/status_watch_run.h"

#include <algorithm>

#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/result_output.h"
#include "cli/screen.h"
#include "cli/search_messages.h"
#include "cli/status_cycle.h"

namespace mpdisc::cli {

namespace {

/// Prints each status.
class StatusPrinting {
   public:
    StatusPrinting(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), format_(format), cycle_(arguments, format) {}

    [[nodiscard]] int run();

   private:
    [[nodiscard]] bool print();
    void report();

    const ProbeArguments& arguments_;
    const Format& format_;
    const PollEntry reader_ = output_reader();
    StatusCycle cycle_;
    /// What was said last on stderr.
    TextBuffer reported_;
    bool has_printed_ = false;
};

int StatusPrinting::run() {
    exit_on_stop_signals();
    while (true) {
        if (const OpenError error = cycle_.process(); error != OpenError::none) {
            return report_open_error(error, cycle_.system_error(), arguments_);
        }
        if ((cycle_.is_new() && !print()) || is_reader_lost(reader_)) return exit_system;
        PollSet set;
        cycle_.add_poll_entries(set);
        set.add(reader_);
        if (!wait_or_explain(set, cycle_.next_deadline_us())) return exit_system;
    }
}

bool StatusPrinting::print() {
    report();
    const TextBuffer& text = cycle_.text();
    if (text.ok() && text.size() == 0) return true;
    TextBuffer all;
    // Lines of tables do not tell where the next status begins.
    if (has_printed_ && format_.kind == FormatKind::table) all.append("\n");
    all.append(text.view());
    if (!text.ok()) all.fail();
    has_printed_ = true;
    return write_result(all, probe_program);
}

/// Says what is missing, once until something else is.
void StatusPrinting::report() {
    const std::string_view failure = cycle_.failure().view();
    if (failure == reported_.view()) return;
    reported_.clear();
    reported_.append(failure);
    if (!failure.empty()) print_error(probe_program, failure);
}

/// Draws each status on the terminal.
class StatusDrawing {
   public:
    StatusDrawing(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), cycle_(arguments, format) {}

    [[nodiscard]] int run();

   private:
    [[nodiscard]] int fail(const char* reason);
    void keep();

    const ProbeArguments& arguments_;
    StatusCycle cycle_;
    Screen screen_;
    /// The last status.
    TextBuffer lines_;
    TextBuffer bottom_;
    bool is_drawn_ = true;
};

int StatusDrawing::run() {
    if (!screen_.open()) return fail(screen_refused);
    while (true) {
        if (const OpenError error = cycle_.process(); error != OpenError::none) {
            screen_.close();
            return report_open_error(error, cycle_.system_error(), arguments_);
        }
        if (cycle_.is_new()) keep();
        if (!lines_.ok() || !bottom_.ok()) return fail(out_of_memory);
        const Screen::Wish wish = screen_.process();
        if (wish == Screen::Wish::end) return exit_ok;
        if (wish == Screen::Wish::redraw) is_drawn_ = false;
        if (!is_drawn_ && screen_.is_ready()) {
            screen_.draw({lines_.view(), bottom_.view()});
            is_drawn_ = true;
        }
        PollSet set;
        cycle_.add_poll_entries(set);
        screen_.add_poll_entries(set);
        if (!set.wait(cycle_.next_deadline_us())) return fail(wait_refused);
    }
}

void StatusDrawing::keep() {
    lines_.clear();
    lines_.append(cycle_.text().view());
    if (!cycle_.text().ok()) lines_.fail();
    bottom_.clear();
    bottom_.append(" ");
    if (cycle_.failure().size() == 0) {
        bottom_.append_number(cycle_.provider_count());
        bottom_.append(cycle_.provider_count() == 1 ? " provider" : " providers");
    } else {
        bottom_.append(cycle_.failure().view());
    }
    bottom_.append(" | q: quit");
    is_drawn_ = false;
}

int StatusDrawing::fail(const char* reason) {
    // A message would be lost with the screen.
    screen_.close();
    print_error(probe_program, reason);
    return exit_system;
}

}  // namespace

int run_status_watch(const ProbeArguments& arguments, const Format& format) {
    if (format.kind == FormatKind::table && terminal_can_draw()) {
        return StatusDrawing(arguments, format).run();
    }
    return StatusPrinting(arguments, format).run();
}

}  // namespace mpdisc::cli
