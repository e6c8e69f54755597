// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "cli/status_output.h"
#include "mpdisc/status.h"

namespace mpdisc::cli {

/// Runs `mpdisc-probe --status`: asks this host's primary and prints its answer.
class StatusRun {
   public:
    StatusRun(const ProbeArguments& arguments, FormatKind kind)
        : arguments_(arguments), output_(kind, text_) {}

    /// Returns the program's exit code.
    [[nodiscard]] int run();

   private:
    [[nodiscard]] int open();
    [[nodiscard]] bool print_providers();
    [[nodiscard]] int finish(StatusOutcome outcome);

    const ProbeArguments& arguments_;
    StatusQuery query_;
    TextBuffer text_;
    StatusOutput output_;
};

/// Returns the program's exit code.
[[nodiscard]] int run_status(const ProbeArguments& arguments, FormatKind kind);

}  // namespace mpdisc::cli
