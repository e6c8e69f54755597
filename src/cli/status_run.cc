// SPDX-License-Identifier: MIT
#include "cli/status_run.h"

#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/result_output.h"
#include "cli/search_messages.h"
#include "cli/status_text.h"

namespace mpdisc::cli {

namespace {

class StatusRun {
   public:
    StatusRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), output_(format, text_) {}

    /// Returns the program's exit code.
    [[nodiscard]] int run();

   private:
    /// Returns the exit code, after a message if there is something to say.
    [[nodiscard]] int finish();

    const ProbeArguments& arguments_;
    StatusQuery query_;
    TextBuffer text_;
    StatusOutput output_;
};

int StatusRun::run() {
    if (const int exit_code = open_or_explain(query_, status_options(arguments_), arguments_);
        exit_code != exit_ok) {
        return exit_code;
    }
    while (true) {
        query_.process();
        const bool has_ended = query_.outcome() != StatusOutcome::running;
        append_providers(output_, query_);
        if (has_ended) append_status_end(output_, query_);
        const bool is_empty = text_.ok() && text_.size() == 0;
        if (!is_empty && !write_result(text_, probe_program)) return exit_system;
        if (has_ended) return finish();

        PollSet set;
        set.add_machine(query_);
        if (!wait_or_explain(set, query_.next_deadline_us())) return exit_system;
    }
}

int StatusRun::finish() {
    report_dropped(query_.dropped_answers());
    TextBuffer message;
    append_status_failure(message, query_, arguments_);
    switch (query_.outcome()) {
        case StatusOutcome::not_asked:
            return end_with_error(probe_program, message, exit_system);
        case StatusOutcome::other_keys:
        case StatusOutcome::no_answer:
            return end_with_error(probe_program, message, exit_not_found);
        case StatusOutcome::incomplete:
            return end_with_error(probe_program, message, exit_incomplete);
        case StatusOutcome::running:
        case StatusOutcome::complete:
            break;
    }
    return exit_ok;
}

}  // namespace

int run_status(const ProbeArguments& arguments, const Format& format) {
    return StatusRun(arguments, format).run();
}

}  // namespace mpdisc::cli
