// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/types.h"
#include "program/console.h"

namespace mpdisc::cli {

/// The provider's log: one line an entry, on stderr or in the system's log. Who logs has escaped
/// what others supplied. A log that nobody reads holds nothing up: what stderr does not take at
/// once is lost, and counted in the next line that it takes. So is what others make it say too
/// often: each level has so many lines a second, and none takes another's.
class Log {
   public:
    static constexpr std::uint32_t lines_per_second_max = 100;

    /// Entries above `threshold` are left out. `program` must outlive the log. Where nobody takes
    /// lines for the system's log, stderr gets them after all, and a warning that says so.
    Log(const char* program, LogLevel threshold, bool to_system);
    /// False for want of memory; else no error is ever lost for that.
    [[nodiscard]] bool is_ready() const { return line_.ok(); }

    /// On stderr an error has the program's name before it.
    void write(LogLevel level, std::string_view text);
    /// Until this is called, errors go to stderr even if the log is the system's: who starts the
    /// program is to see why it ends. Nor are lines counted: what it offers is its user's choice.
    void end_startup() { in_startup_ = false; }

   private:
    [[nodiscard]] bool has_said_enough(LogLevel level);

    std::string_view program_;
    LogLevel threshold_;
    bool to_system_;
    bool in_startup_ = true;
    std::uint64_t lost_count_ = 0;
    /// Lines of each level in the second that ends then.
    std::array<std::uint32_t, 4> line_counts_{};
    TimeUs second_ends_us_ = 0;
    TextBuffer line_;
};

}  // namespace mpdisc::cli
