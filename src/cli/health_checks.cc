// SPDX-License-Identifier: MIT
#include "cli/health_checks.h"

#include <algorithm>

#include "cli/program.h"
#include "cli/provider_events.h"
#include "cli/variable.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

CheckResult result_of(TcpState state) {
    switch (state) {
        case TcpState::open:
            return {CheckResult::Outcome::success};
        case TcpState::refused:
            return {CheckResult::Outcome::closed};
        case TcpState::no_socket:
            return {CheckResult::Outcome::no_socket};
        case TcpState::pending:
            break;
    }
    return {};
}

CheckResult result_of(Command& command) {
    int exit_code = 0;
    if (!command.ended(exit_code)) return {};
    if (exit_code == 0) return {CheckResult::Outcome::success};
    if (command.ending_signal() == 0) return {CheckResult::Outcome::exited, exit_code};
    return {CheckResult::Outcome::killed, command.ending_signal()};
}

}  // namespace

void HealthChecks::process(TimeUs now_us) {
    for (Run& run : runs_) {
        if (run.service != nullptr) take(run, look_at(run), now_us);
    }
    // Each free place starts one check at most, so that the work is bounded.
    for (Run& run : runs_) {
        if (run.service != nullptr) continue;
        run.service = monitor_.start_next(now_us, may_start_command());
        if (run.service == nullptr) break;
        run.times_out_us = now_us + TimeUs{run.service->check.timeout_ms} * 1000;
        take(run, start(run), now_us);
    }
    // A command that was killed ends a little later.
    if (has_run_command_) Command::reap_others();
}

TimeUs HealthChecks::next_deadline_us() const {
    TimeUs deadline_us = never_us;
    bool has_room = false;
    for (const Run& run : runs_) {
        if (run.service == nullptr) {
            has_room = true;
        } else {
            deadline_us = std::min(deadline_us, run.times_out_us);
        }
    }
    return has_room ? std::min(deadline_us, monitor_.next_due_us(may_start_command()))
                    : deadline_us;
}

void HealthChecks::add_poll_entries(PollSet& set) const {
    for (const Run& run : runs_) {
        if (run.service == nullptr) continue;
        set.add(run.command ? run.command->poll_entry() : run.port.poll_entry());
    }
}

void HealthChecks::replace(CheckList& next) {
    for (Run& run : runs_) {
        if (run.service == nullptr) continue;
        CheckedService* const same = next.find(run.service->name.view(), run.service->type.view());
        if (same != nullptr && same->health.is_being_checked) {
            run.service = same;
        } else {
            end(run);
        }
    }
    plan_.checks = std::move(next);
    monitor_.restart();
}

void HealthChecks::stop() {
    for (Run& run : runs_) end(run);
}

bool HealthChecks::may_start_command() const {
    const auto count =
        std::ranges::count_if(runs_, [](const Run& run) { return run.command.has_value(); });
    return static_cast<std::size_t>(count) < commands_max;
}

CheckResult HealthChecks::start(Run& run) {
    return run.service->check.kind == CheckKind::command
               ? start_command(run)
               : result_of(run.port.begin(run.service->check.port));
}

CheckResult HealthChecks::start_command(Run& run) {
    const CheckedService& service = *run.service;
    TextBuffer variables;
    append_variable(variables, "NAME", service.name.view());
    append_variable(variables, "TYPE", service.type.view());
    append_variable(variables, "PORT", NumberText(service.check.port).view());
    // The texts stay as they are: execve() only declares that it might change them.
    char option[] = "-c";
    char* const argv[] = {const_cast<char*>(command_shell()), option,
                          const_cast<char*>(service.check.command.view().data()), nullptr};
    has_run_command_ = true;
    const int error = run.command.emplace().start(
        argv, {variables.view(), variable_prefix, false, false, service.check.timeout_ms});
    if (error != 0) return {CheckResult::Outcome::not_started, error};
    return {};
}

CheckResult HealthChecks::look_at(Run& run) {
    return run.command ? result_of(*run.command) : result_of(run.port.state());
}

void HealthChecks::take(Run& run, const CheckResult& result, TimeUs now_us) {
    using Outcome = CheckResult::Outcome;
    // A command may have been ended by its lifetime.
    const bool is_late = now_us >= run.times_out_us &&
                         (result.outcome == Outcome::pending || result.outcome == Outcome::killed);
    if (result.outcome == Outcome::pending && !is_late) return;
    CheckedService& service = *run.service;
    end(run);
    // A check that could not be made speaks neither for nor against the service.
    const bool is_success = result.outcome == Outcome::no_socket
                                ? service.health.is_offered()
                                : result.outcome == Outcome::success;
    const HealthChange change = monitor_.end(service, is_success, now_us);
    apply(change, service, is_late ? CheckResult{Outcome::timed_out} : result, now_us);
}

void HealthChecks::end(Run& run) {
    run.service = nullptr;
    run.port.end();
    // What it has left behind ends, too.
    if (run.command) run.command->kill();
    run.command.reset();
}

void HealthChecks::apply(HealthChange change, CheckedService& checked, const CheckResult& result,
                         TimeUs now_us) {
    ServiceView service;
    if (change == HealthChange::none ||
        !plan_.services.find(checked.name.view(), checked.type.view(), service)) {
        return;
    }
    if (change == HealthChange::goes) (void)provider_.remove(service.name, service.type);
    Service copy;
    if (change == HealthChange::comes &&
        (copy.assign(service) != ServiceError::none || provider_.add(copy) != ServiceError::none)) {
        monitor_.try_again(checked, now_us);
        return log_.write(LogLevel::error, out_of_memory);
    }
    TextBuffer text;
    const LogLevel level = describe_health(text, change, service);
    if (change != HealthChange::comes) append_reason(text.append(": "), checked.check, result);
    log_.write(level, text.view());
}

}  // namespace mpdisc::cli
