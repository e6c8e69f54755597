// SPDX-License-Identifier: MIT
#include "cli/provider_run.h"

#include <algorithm>
#include <utility>

#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/provider_events.h"
#include "cli/provider_reload.h"
#include "program/port_holder.h"

namespace mpdisc::cli {

int ProviderRun::run() {
    int exit_code = open();
    if (exit_code == exit_ok) exit_code = offer_services();
    // process() has not run yet and sends everything, so a command that can't start is never
    // advertised.
    if (exit_code == exit_ok && has_command()) exit_code = start_command();
    if (exit_code != exit_ok) return exit_code;
    log_offers();
    log_.end_startup();
    exit_code = serve();
    readiness_.note_stop();
    health_.stop();
    provider_.close();
    log_.write(LogLevel::info, "stopped");
    if (command_.ending_signal() != 0) end_by_signal(command_.ending_signal());
    return exit_code;
}

int ProviderRun::open() {
    if (!signals_.open(has_command() ? SignalSet::child : SignalSet::stop)) {
        log_.write(LogLevel::error, "cannot watch for signals");
        return exit_system;
    }
    // As PID 1 of a container the provider becomes the parent of orphaned processes.
    if (!has_command()) ignore_children();
    ProviderOptions options = provider_options(plan_.settings);
    options.keys = &plan_.keys;
    discovery_port_ = options.discovery_port;
    const OpenError error = provider_.open(options);
    plan_.keys.clear();
    if (error == OpenError::none) return exit_ok;
    TextBuffer text;
    const int exit_code = explain_open_error(text, error, provider_.system_error(), {});
    log(LogLevel::error, text);
    return exit_code;
}

int ProviderRun::offer_services() {
    ServiceSet offered;
    if (!select_offered(plan_, offered)) {
        log_.write(LogLevel::error, out_of_memory);
        return exit_system;
    }
    provider_.take_services(std::move(offered));
    return exit_ok;
}

void ProviderRun::log_offers() {
    TextBuffer text;
    ServiceView service;
    for (std::size_t position = 0; plan_.services.next(position, service);) {
        if (!is_offered(plan_, service)) continue;
        text.clear();
        describe_offer(text, service);
        log_.write(LogLevel::info, text.view());
    }
}

void ProviderRun::log(LogLevel level, const TextBuffer& text) {
    log_.write(level, text.ok() ? text.view() : out_of_memory);
}

int ProviderRun::start_command() {
    const int error = command_.start(arguments_.command.data());
    if (error == 0) return exit_ok;
    TextBuffer text;
    const int exit_code = explain_start_error(text, arguments_.command.front(), error);
    log(LogLevel::error, text);
    return exit_code;
}

int ProviderRun::serve() {
    int exit_code = exit_ok;
    while (true) {
        provider_.process();
        health_.process(monotonic_us());
        log_events();
        if (must_end(exit_code)) return exit_code;
        readiness_.tick(monotonic_us());

        PollSet set;
        set.add_machine(provider_);
        set.add(signals_.poll_entry());
        if (has_command()) set.add(command_.poll_entry());
        health_.add_poll_entries(set);
        if (!set.wait(std::min({provider_.next_deadline_us(), hangup_.next_deadline_us(),
                                readiness_.next_deadline_us(), health_.next_deadline_us()}))) {
            log_.write(LogLevel::error, wait_refused);
            // The command must not run on without its provider.
            if (has_command()) command_.send(Signal::terminate);
            return exit_system;
        }
    }
}

void ProviderRun::log_events() {
    ProviderEvent event;
    TextBuffer text;
    while (provider_.next_event(event)) {
        FixedString<127> holder;
        if (is_about_port_holder(event.type)) holder = udp_port_holder(discovery_port_);
        text.clear();
        const LogLevel level = describe_event(
            text, event, {discovery_port_, holder.view(), plan_.settings.interface_name.view()});
        log_.write(level, text.view());
        if (event.type == ProviderEventType::role_changed) {
            readiness_.note_role(event.role, text.view());
        } else if (is_about_port_holder(event.type)) {
            readiness_.note_status(text.view());
        }
    }
}

void ProviderRun::reload_plan() {
    readiness_.begin_reload(monotonic_us());
    TextBuffer outcome;
    log(reload(arguments_, plan_, provider_, health_, log_, outcome), outcome);
    log_events();
    readiness_.end_reload(outcome.view());
}

bool ProviderRun::is_told_to_end() {
    bool must_reload = false;
    for (Signal signal = signals_.next(); signal != Signal::none; signal = signals_.next()) {
        if (has_command()) {
            command_.send(signal);
            must_reload |= signal == Signal::hangup && has_files(arguments_);
        } else if (signal == Signal::hangup) {
            hangup_.note(monotonic_us());
        } else {
            return true;
        }
    }
    const Hangup::Verdict verdict = hangup_.judge(monotonic_us());
    if (must_reload || verdict == Hangup::Verdict::goes_on) reload_plan();
    return verdict == Hangup::Verdict::must_end;
}

bool ProviderRun::must_end(int& exit_code) {
    if (is_told_to_end()) return true;
    if (!has_command()) return false;
    if (command_.ended(exit_code)) return true;
    Command::reap_others();
    return false;
}

}  // namespace mpdisc::cli
