// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/format.h"
#include "cli/probe_options.h"
#include "cli/service_output.h"
#include "cli/written_list.h"
#include "mpdisc/probe.h"

namespace mpdisc::cli {

/// Runs mpdisc-probe: one or more searches, which print services as they are found.
class ProbeRun {
   public:
    /// Both arguments must outlive the run.
    ProbeRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), format_(format), output_(format) {}

    /// Returns the program's exit code, which is the last search's.
    [[nodiscard]] int run();

   private:
    struct Ending {
        int exit_code = 0;
        /// True if no search may follow.
        bool is_final = false;
    };

    [[nodiscard]] Ending search();
    /// If `has_ended`, also prints the rows that a table holds.
    [[nodiscard]] bool print_found(bool has_ended);
    /// For -1 with format sh: if no service was found, prints a line for `eval` that unsets the
    /// variables.
    [[nodiscard]] bool print_nothing(int exit_code);
    [[nodiscard]] int explain_outcome(ProbeOutcome outcome);
    void append_incomplete(TextBuffer& out);
    /// Says that there is no link to ask, unless the last search that came here lacked it, too.
    void report_lack_of_link();
    [[nodiscard]] bool pause_until(TimeUs due_us);

    const ProbeArguments& arguments_;
    const Format& format_;
    ServiceOutput output_;
    Probe probe_;
    TextBuffer text_;
    WrittenList written_;
    std::uint32_t found_count_ = 0;
    bool lacked_link_ = false;
};

}  // namespace mpdisc::cli
