// SPDX-License-Identifier: MIT
#include "cli/status_run.h"

#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/result_output.h"
#include "cli/search_messages.h"
#include "cli/status_output.h"
#include "mpdisc/status.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

class StatusRun {
   public:
    StatusRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), output_(format, text_) {}

    /// Returns the program's exit code.
    [[nodiscard]] int run();

   private:
    [[nodiscard]] bool print_providers();
    /// What comes after the providers.
    [[nodiscard]] bool print_end(StatusOutcome outcome);
    [[nodiscard]] int finish(StatusOutcome outcome);

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
        const StatusOutcome outcome = query_.outcome();
        if (!print_providers()) return exit_system;
        if (outcome != StatusOutcome::running) return finish(outcome);

        PollSet set;
        set.add_machine(query_);
        if (!wait_or_explain(set, query_.next_deadline_us())) return exit_system;
    }
}

bool StatusRun::print_providers() {
    ProviderStatus provider;
    ServiceView service;
    while (query_.next_provider(provider)) {
        output_.begin_provider(provider);
        while (query_.next_service(service)) output_.add_service(service);
        output_.end_provider();
        if (!write_result(text_, probe_program)) return false;
    }
    return true;
}

bool StatusRun::print_end(StatusOutcome outcome) {
    const bool is_complete = outcome == StatusOutcome::complete;
    if (is_complete || outcome == StatusOutcome::incomplete) {
        output_.end_providers(is_complete);
        output_.add_neighbourhood(query_.neighbourhood());
        output_.add_counters(query_.counters(), query_.last_drops());
    } else {
        output_.add_no_answer();
    }
    return write_result(text_, probe_program);
}

int StatusRun::finish(StatusOutcome outcome) {
    report_dropped(query_.dropped_answers());
    if (!print_end(outcome)) return exit_system;
    TextBuffer message;
    if (outcome == StatusOutcome::not_asked) {
        message.append("the primary could not be asked: ");
        message.append(system_error_text(query_.system_error()).view());
        return end_with_error(probe_program, message, exit_system);
    }
    if (outcome == StatusOutcome::other_keys) {
        message.append("the primary on UDP port ").append_number(arguments_.discovery_port);
        message.append(" has other keys than this program, or none");
        return end_with_error(probe_program, message, exit_not_found);
    }
    if (outcome == StatusOutcome::no_answer) {
        append_no_primary(message, arguments_.discovery_port);
        return end_with_error(probe_program, message, exit_not_found);
    }
    if (outcome == StatusOutcome::complete) return exit_ok;
    print_error(probe_program, "the primary's answer stayed incomplete");
    return exit_incomplete;
}

}  // namespace

int run_status(const ProbeArguments& arguments, const Format& format) {
    return StatusRun(arguments, format).run();
}

}  // namespace mpdisc::cli
