// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/line_rate.h"
#include "cli/text_buffer.h"
#include "program/console.h"

namespace mpdisc::cli {

/// The provider's log: one line for each entry, on stderr or in the system's log. Callers escape
/// text that comes from the network. Writing never blocks: if stderr can't take a line at once, the
/// line is lost, and the next line tells how many were lost. Lines above the rate (cli/line_rate.h)
/// are lost in the same way.
class Log {
   public:
    /// Omits entries above `threshold`. `program` must outlive the log. If the system's log is not
    /// available, lines go to stderr, after a warning that says so.
    Log(const char* program, LogLevel threshold, bool to_system);
    /// False if there was no memory for the longest error line. If true, lack of memory loses no
    /// error later.
    [[nodiscard]] bool is_ready() const { return line_.ok(); }

    /// Puts the program's name before an error on stderr.
    void write(LogLevel level, std::string_view text);
    /// Before this call, errors go to stderr even with the system's log: a user sees why the
    /// program did not start. Also, the rate is not limited: the number of lines at startup depends
    /// on the user's own configuration.
    void end_startup() { in_startup_ = false; }

   private:
    std::string_view program_;
    LogLevel threshold_;
    bool to_system_;
    bool in_startup_ = true;
    std::uint64_t lost_count_ = 0;
    LineRate rate_;
    TextBuffer line_;
};

}  // namespace mpdisc::cli
