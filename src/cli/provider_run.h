// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/hangup.h"
#include "cli/log.h"
#include "cli/provider_plan.h"
#include "mpdisc/provider.h"
#include "program/command.h"
#include "program/signals.h"

namespace mpdisc::cli {

/// Runs mpdisc-provider: offers the plan's services until a signal comes or the command ends.
class ProviderRun {
   public:
    /// `command` is empty if there is none.
    ProviderRun(ProviderPlan& plan, Arguments command, Log& log)
        : plan_(plan), command_arguments_(command), log_(log) {}

    /// Returns the program's exit code.
    [[nodiscard]] int run();

   private:
    [[nodiscard]] int open();
    [[nodiscard]] int offer_services();
    void log_error(const TextBuffer& text);
    [[nodiscard]] int start_command();
    void log_offers();
    [[nodiscard]] int serve();
    void log_events();
    [[nodiscard]] bool must_end(int& exit_code);
    [[nodiscard]] bool is_told_to_end();

    [[nodiscard]] bool has_command() const { return !command_arguments_.empty(); }

    ProviderPlan& plan_;
    Arguments command_arguments_;
    Log& log_;
    std::uint16_t discovery_port_ = 0;
    SignalWatch signals_;
    Hangup hangup_;
    Provider provider_;
    Command command_;
};

}  // namespace mpdisc::cli
