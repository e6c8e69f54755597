// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "cli/poll_set.h"
#include "cli/probe_options.h"
#include "cli/status_output.h"
#include "cli/text_buffer.h"
#include "mpdisc/status.h"

namespace mpdisc::cli {

/// Asks for the status at each interval, and makes a text of each.
class StatusCycle {
   public:
    /// Both arguments must outlive this object.
    StatusCycle(const ProbeArguments& arguments, const Format& format)
        : arguments_(arguments), format_(format) {}

    /// Asks when it is time, and takes what has come. To be called after each wait.
    [[nodiscard]] OpenError process();
    /// The system's error number if process() has failed.
    [[nodiscard]] int system_error() const { return query_.system_error(); }
    /// Whether the last process() has completed a status.
    [[nodiscard]] bool is_new() const { return is_new_; }
    /// The status; empty if nobody answers. Valid while is_new().
    [[nodiscard]] const TextBuffer& text() const { return text_; }
    /// Why it is missing, or not complete; else empty.
    [[nodiscard]] const TextBuffer& failure() const { return failure_; }
    [[nodiscard]] std::size_t provider_count() const { return provider_count_; }

    void add_poll_entries(PollSet& set) const {
        if (query_.is_open()) set.add_machine(query_);
    }
    [[nodiscard]] TimeUs next_deadline_us() const {
        return query_.is_open() ? query_.next_deadline_us() : due_us_;
    }

   private:
    [[nodiscard]] OpenError ask();
    void take_answers();

    const ProbeArguments& arguments_;
    const Format& format_;
    StatusQuery query_;
    TextBuffer text_;
    TextBuffer failure_;
    std::optional<StatusOutput> output_;
    std::size_t provider_count_ = 0;
    /// When to ask again.
    TimeUs due_us_ = 0;
    bool is_new_ = false;
};

}  // namespace mpdisc::cli
