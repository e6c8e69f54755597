// SPDX-License-Identifier: MIT
#include "cli/wait_run.h"

#include <algorithm>

#include "cli/exit_code.h"
#include "cli/format_sh.h"
#include "cli/poll_set.h"
#include "cli/result_output.h"
#include "cli/search_messages.h"
#include "cli/service_output.h"
#include "cli/watch_report.h"

namespace mpdisc::cli {

namespace {

class WaitRun {
   public:
    WaitRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), format_(format), output_(format) {}

    [[nodiscard]] int run();

   private:
    [[nodiscard]] bool waits_for_end() const { return arguments_.task == ProbeTask::gone; }
    /// How many services have to match at the same time.
    [[nodiscard]] std::uint32_t wanted_count() const { return std::max(arguments_.count, 1U); }
    [[nodiscard]] int open() {
        return open_or_explain(watch_, watch_options(arguments_), arguments_);
    }
    /// Notes whether --gone has had a network to ask. If one comes later, begins again.
    [[nodiscard]] int look_for_network();
    /// --gone can be sure only after the first picture of a network.
    [[nodiscard]] bool is_fulfilled() const;
    [[nodiscard]] int finish();
    [[nodiscard]] int give_up();
    /// Which hosts may have services.
    void append_awaited(TextBuffer& out);

    const ProbeArguments& arguments_;
    const Format& format_;
    ServiceOutput output_;
    Watch watch_;
    WatchReport report_{watch_, arguments_};
    /// The first picture has only this host, because it had no network.
    bool lacks_network_ = false;
    TextBuffer text_;
};

int WaitRun::run() {
    if (const int exit_code = open(); exit_code != exit_ok) return exit_code;
    const TimeUs timeout_us = TimeUs{arguments_.timeout_ms} * 1000;
    const TimeUs end_us = timeout_us == 0 ? never_us : monotonic_us() + timeout_us;
    while (true) {
        watch_.process();
        if (const int exit_code = look_for_network(); exit_code != exit_ok) return exit_code;
        if (is_fulfilled()) return finish();
        report_.update();
        if (monotonic_us() >= end_us) return give_up();

        PollSet set;
        set.add_machine(watch_);
        const TimeUs deadline_us = std::min(watch_.next_deadline_us(), end_us);
        if (!wait_or_explain(set, deadline_us)) return exit_system;
    }
}

int WaitRun::look_for_network() {
    const bool is_first_picture = watch_.is_synced() && !report_.is_made();
    if (waits_for_end() && is_first_picture) lacks_network_ = watch_.has_no_link();
    if (!lacks_network_ || watch_.has_no_link()) return exit_ok;
    lacks_network_ = false;
    return open();
}

bool WaitRun::is_fulfilled() const {
    const bool is_enough = watch_.service_count() >= wanted_count();
    if (!waits_for_end()) return is_enough;
    return watch_.is_synced() && !lacks_network_ && !is_enough;
}

int WaitRun::finish() {
    // Whether there is a link does not matter any more.
    if (!report_.is_made()) report_losses(watch_, true);
    if (waits_for_end()) return exit_ok;
    FoundServiceView found;
    std::uint32_t cursor = 0;
    const std::uint32_t most = arguments_.count == 0 ? watch_.service_count() : arguments_.count;
    for (std::uint32_t n = 0; n < most && watch_.next_service(cursor, found); ++n) {
        output_.add(text_, found, monotonic_us());
    }
    output_.flush(text_, output_line_cells());
    return write_result(text_, probe_program) ? exit_ok : exit_system;
}

int WaitRun::give_up() {
    report_.make();
    const std::uint32_t count = watch_.service_count();
    TextBuffer message;
    if (waits_for_end() && count >= wanted_count()) {
        message.append("services still there: ").append_number(count);
    } else if (waits_for_end() && watch_.has_no_link()) {
        message.append("there is no network to ask");
    } else if (waits_for_end()) {
        append_awaited(message);
    } else {
        append_too_few(message, count, wanted_count());
    }
    const int exit_code = end_with_error(probe_program, message, exit_not_found);
    const bool is_evaluated = !waits_for_end() && format_.kind == FormatKind::sh;
    if (!is_evaluated || wanted_count() != 1) return exit_code;
    append_nothing_as_sh(text_, exit_code);
    return write_result(text_, probe_program) ? exit_code : exit_system;
}

void WaitRun::append_awaited(TextBuffer& out) {
    out.append("some hosts have not answered in full");
    IncompleteHost each;
    std::uint32_t cursor = 0;
    for (int named = 0; watch_.next_awaited_host(cursor, each); ++named) {
        if (named == hosts_named_max) {
            out.append(", and others");
            return;
        }
        out.append(named == 0 ? ": " : ", ");
        append_host(out, each);
    }
}

}  // namespace

int run_wait(const ProbeArguments& arguments, const Format& format) {
    return WaitRun(arguments, format).run();
}

}  // namespace mpdisc::cli
