// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/format.h"
#include "cli/poll_set.h"
#include "cli/probe_options.h"
#include "mpdisc/probe.h"

namespace mpdisc::cli {

// Messages of searches and of the status.

/// Says that this host has no primary at that port.
void append_no_primary(TextBuffer& out, std::uint16_t discovery_port);
/// Says on stderr how many answers failed authentication, if any did.
void report_dropped(std::uint64_t answers);

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
    /// Says on stderr that the system refused to send some requests, if so.
    void report_unsent();
    /// Says on stderr that some networks were not asked, if so.
    void report_unasked();
    [[nodiscard]] int explain_outcome(ProbeOutcome outcome);
    /// The interfaces and addresses of requests that could not be sent.
    void append_unsent_paths(TextBuffer& out);
    void append_incomplete(TextBuffer& out);
    void append_not_asked(TextBuffer& out);
    /// The port of the first --to address, or else the discovery port.
    [[nodiscard]] std::uint16_t asked_port() const;
    [[nodiscard]] bool pause_until(TimeUs due_us);
    [[nodiscard]] bool wait(const PollSet& set, TimeUs deadline_us);

    const ProbeArguments& arguments_;
    const Format& format_;
    ServiceOutput output_;
    Probe probe_;
    TextBuffer text_;
    std::uint32_t found_count_ = 0;
};

}  // namespace mpdisc::cli
