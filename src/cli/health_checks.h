// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>

#include "cli/check_result.h"
#include "cli/health_monitor.h"
#include "cli/log.h"
#include "cli/offered_services.h"
#include "cli/poll_set.h"
#include "mpdisc/provider.h"
#include "program/command.h"
#include "program/port_check.h"

namespace mpdisc::cli {

/// Checks the services of a plan as HealthMonitor decides, and lets the provider offer those that
/// are healthy. It never blocks. The log tells each change.
class HealthChecks {
   public:
    /// The plan, the provider and the log must outlive this object.
    HealthChecks(PlannedServices& plan, Provider& provider, Log& log)
        : plan_(plan), provider_(provider), log_(log) {}
    ~HealthChecks() { stop(); }
    HealthChecks(const HealthChecks&) = delete;
    HealthChecks& operator=(const HealthChecks&) = delete;

    /// Takes note of checks that have ended or timed out, and starts those that are due.
    void process(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;
    void add_poll_entries(PollSet& set) const;

    /// Makes `next` the checks of the plan. Their health was handed over (cli/health_handover.h).
    /// Running checks of services that keep their check run on; the others are ended.
    void replace(CheckList& next);
    /// Ends the running checks.
    void stop();

   private:
    /// One of them may be the command that the provider runs.
    static constexpr std::size_t commands_max = children_max - 1;
    static_assert(port_checks_max > commands_max, "so that commands hold up no other check");

    /// A check that runs, if it has a service.
    struct Run {
        CheckedService* service = nullptr;
        TimeUs times_out_us = 0;
        PortCheck port;
        std::optional<Command> command;
    };

    [[nodiscard]] bool may_start_command() const;
    [[nodiscard]] CheckResult start(Run& run);
    [[nodiscard]] CheckResult start_command(Run& run);
    [[nodiscard]] CheckResult look_at(Run& run);
    void take(Run& run, const CheckResult& result, TimeUs now_us);
    void end(Run& run);
    void apply(HealthChange change, CheckedService& checked, const CheckResult& result,
               TimeUs now_us);

    PlannedServices& plan_;
    Provider& provider_;
    Log& log_;
    HealthMonitor monitor_{plan_.checks};
    std::array<Run, port_checks_max> runs_;
    bool has_run_command_ = false;
};

}  // namespace mpdisc::cli
