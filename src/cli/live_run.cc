// SPDX-License-Identifier: MIT
#include "cli/live_run.h"

#include <algorithm>

#include "cli/exit_code.h"
#include "cli/live_list.h"
#include "cli/poll_set.h"
#include "cli/screen.h"
#include "cli/search_messages.h"

namespace mpdisc::cli {

namespace {

void append_count(TextBuffer& out, std::size_t count, const char* what) {
    out.append_number(count).append(what).append(count == 1 ? "" : "s");
}

class LiveRun {
   public:
    LiveRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), list_(format) {}

    [[nodiscard]] int run();

   private:
    /// The least time from one picture to the next, unless the screen asks for it.
    static constexpr TimeUs pause_us = 100'000;

    /// Shows the services until the user ends it. Returns null, or what has gone wrong.
    [[nodiscard]] const char* show();
    void take_events();
    [[nodiscard]] bool draw_if_due();
    [[nodiscard]] bool draw(TimeUs now_us);
    void append_status(TextBuffer& out);
    /// Whether the list is complete, in words.
    [[nodiscard]] const char* completeness() const;

    const ProbeArguments& arguments_;
    Watch watch_;
    LiveList list_;
    Screen screen_;
    TimeUs drawn_us_ = 0;
    /// When the next picture is due.
    TimeUs due_us_ = 0;
};

int LiveRun::run() {
    if (!can_draw_or_explain("--live")) return exit_usage;
    if (const int exit_code = open_or_explain(watch_, watch_options(arguments_), arguments_);
        exit_code != exit_ok) {
        return exit_code;
    }
    const char* const error = show();
    // Messages would disturb the picture.
    screen_.close();
    if (error != nullptr) print_error(probe_program, error);
    report_losses(watch_, true);
    return error == nullptr ? exit_ok : exit_system;
}

const char* LiveRun::show() {
    if (!screen_.open()) return screen_refused;
    while (true) {
        watch_.process();
        take_events();
        const Screen::Wish wish = screen_.process();
        if (wish == Screen::Wish::end) return nullptr;
        if (wish == Screen::Wish::redraw) due_us_ = 0;
        if (!draw_if_due()) return out_of_memory;

        PollSet set;
        set.add_machine(watch_);
        screen_.add_poll_entries(set);
        const TimeUs due_us = screen_.is_ready() ? due_us_ : never_us;
        if (!set.wait(std::min(watch_.next_deadline_us(), due_us))) return wait_refused;
    }
}

void LiveRun::take_events() {
    const TimeUs now_us = monotonic_us();
    WatchEvent event;
    while (watch_.next_event(event)) {
        // The services of the first picture are not new.
        if (watch_.is_synced()) list_.mark(event, now_us);
        due_us_ = std::min(due_us_, drawn_us_ + pause_us);
    }
}

bool LiveRun::draw_if_due() {
    const TimeUs now_us = monotonic_us();
    return now_us < due_us_ || !screen_.is_ready() || draw(now_us);
}

bool LiveRun::draw(TimeUs now_us) {
    drawn_us_ = now_us;
    due_us_ = list_.next_change_us(now_us);
    FoundServiceView found;
    std::uint32_t cursor = 0;
    while (watch_.next_service(cursor, found)) list_.add(found, now_us);
    TextBuffer status;
    append_status(status);
    TextBuffer lines;
    list_.print(lines, screen_.line_cells());
    if (!lines.ok() || !status.ok()) return false;
    screen_.draw({lines.view(), status.view()});
    return true;
}

void LiveRun::append_status(TextBuffer& out) {
    out.append(" ");
    append_count(out, list_.service_count(), " service");
    out.append(" on ");
    append_count(out, list_.count_hosts(), " host");
    out.append(" | ").append(completeness()).append(" | q: quit");
}

const char* LiveRun::completeness() const {
    if (watch_.has_no_link()) return "no network";
    if (!watch_.is_synced()) return "still asking";
    return watch_.has_unasked_networks() ? "some networks not asked" : "complete";
}

}  // namespace

int run_live(const ProbeArguments& arguments, const Format& format) {
    return LiveRun(arguments, format).run();
}

}  // namespace mpdisc::cli
