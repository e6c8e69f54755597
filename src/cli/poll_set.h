// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "program/command.h"
#include "program/port_check.h"

namespace mpdisc::cli {

/// The message if PollSet::wait() fails.
inline constexpr const char* wait_refused = "cannot wait for input";

/// The descriptors that one round of a program's loop waits for: at most one machine of mpdisc, the
/// signals, the reader of the output, commands, and checks of ports.
class PollSet {
   public:
    void add(PollEntry entry) { entries_[size_++] = entry; }

    /// `Machine` is Provider, Probe, Watch or StatusQuery.
    template <class Machine>
    void add_machine(const Machine& machine) {
        size_ += machine.poll_entries(std::span(entries_).subspan(size_));
    }

    [[nodiscard]] bool wait(TimeUs deadline_us) const {
        return mpdisc::wait(std::span(entries_).first(size_), deadline_us);
    }

   private:
    static constexpr std::size_t entries_max =
        limits::poll_entries_max + 2 + children_max + port_checks_max;
    static_assert(entries_max <= limits::wait_entries_max);

    std::array<PollEntry, entries_max> entries_;
    std::size_t size_ = 0;
};

}  // namespace mpdisc::cli
