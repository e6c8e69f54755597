// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/format.h"
#include "cli/poll_set.h"
#include "cli/probe_options.h"
#include "mpdisc/probe.h"

namespace mpdisc::cli {

/// Says that this host has no primary at that port.
void append_no_primary(TextBuffer& out, std::uint16_t discovery_port);

/// mpdisc-probe at work: one search or more, each printing what it finds as it comes.
class ProbeRun {
   public:
    /// Both must outlive the run.
    ProbeRun(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), format_(format), output_(format) {}

    /// Returns the program's exit code: the last search's.
    [[nodiscard]] int run();

   private:
    struct Ending {
        int exit_code = 0;
        /// No further search, even if one was asked for.
        bool is_final = false;
    };

    [[nodiscard]] Ending search();
    /// `has_ended`: what a table holds is printed, too.
    [[nodiscard]] bool print_found(bool has_ended);
    /// Prints a line for `eval` also where the one service that was asked for was not found.
    [[nodiscard]] bool print_nothing(int exit_code);
    /// A line on stderr, where the system refused to send some requests.
    void tell_unsent();
    /// A line on stderr, where some networks were not asked.
    void tell_unasked();
    [[nodiscard]] int explain_outcome(ProbeOutcome outcome);
    /// By which interfaces, and to which addresses.
    void append_unsent_paths(TextBuffer& out);
    void append_incomplete(TextBuffer& out);
    void append_not_asked(TextBuffer& out);
    /// The port at which the one address was asked.
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
