// SPDX-License-Identifier: MIT
#include "cli/log.h"

namespace mpdisc::cli {

Log::Log(const char* program, LogLevel threshold, bool to_system)
    : program_(program), threshold_(threshold), to_system_(to_system) {
    if (to_system_) system_log_open(program);
}

void Log::write(LogLevel level, std::string_view text) {
    if (level > threshold_) return;
    if (to_system_) {
        system_log(level, text);
        return;
    }
    line_.clear();
    if (level == LogLevel::error) line_.append(program_).append(": error: ");
    line_.append(text).append("\n");
    // A log that can't be written is no reason to stop serving.
    static_cast<void>(write_all(StandardStream::error, line_.view()));
}

}  // namespace mpdisc::cli
