// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/hangup.h"
#include "cli/health_checks.h"
#include "cli/log.h"
#include "cli/provider_plan.h"
#include "mpdisc/provider.h"
#include "program/command.h"
#include "program/signals.h"

namespace mpdisc::cli {

/// Runs mpdisc-provider: offers the plan's services until a signal comes or the command ends. On
/// SIGHUP it reads the plan's files again.
class ProviderRun {
   public:
    /// `plan` was made of `arguments`.
    ProviderRun(const ProviderArguments& arguments, ProviderPlan& plan, Log& log)
        : arguments_(arguments),
          plan_(plan),
          log_(log),
          readiness_(arguments.ready_descriptor, read_supervisor_wishes()) {}

    /// Returns the program's exit code.
    [[nodiscard]] int run();

   private:
    [[nodiscard]] int open();
    [[nodiscard]] int offer_services();
    void log(LogLevel level, const TextBuffer& text);
    [[nodiscard]] int start_command();
    void log_offers();
    [[nodiscard]] int serve();
    void log_events();
    void reload_plan();
    [[nodiscard]] bool must_end(int& exit_code);
    [[nodiscard]] bool is_told_to_end();

    [[nodiscard]] bool has_command() const { return !arguments_.command.empty(); }

    const ProviderArguments& arguments_;
    ProviderPlan& plan_;
    Log& log_;
    Readiness readiness_;
    std::uint16_t discovery_port_ = 0;
    SignalWatch signals_;
    Hangup hangup_;
    Provider provider_;
    HealthChecks health_{plan_, provider_, log_};
    Command command_;
};

}  // namespace mpdisc::cli
