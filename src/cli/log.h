// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/console.h"

namespace mpdisc::cli {

/// The provider's log: one line an entry, on stderr or in the system's log. Who logs has escaped
/// what others supplied.
class Log {
   public:
    /// Entries above `threshold` are left out. `program` must outlive the log.
    Log(const char* program, LogLevel threshold, bool to_system);

    void write(LogLevel level, std::string_view text);

   private:
    std::string_view program_;
    LogLevel threshold_;
    bool to_system_;
    TextBuffer line_;
};

}  // namespace mpdisc::cli
