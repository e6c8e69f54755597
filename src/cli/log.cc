// SPDX-License-Identifier: MIT
#include "cli/log.h"

namespace mpdisc::cli {

Log::Log(const char* program, LogLevel threshold, bool to_system)
    : program_(program), threshold_(threshold), to_system_(to_system) {
    if (to_system_) system_log_open(program);
}

void Log::write(LogLevel level, std::string_view text) {
    put(level, level == LogLevel::error, text);
}

void Log::write_file_error(std::string_view text) {
    put(LogLevel::error, false, text);
}

void Log::put(LogLevel level, bool named, std::string_view text) {
    if (level > threshold_) return;
    if (to_system_) {
        system_log(level, text);
        if (level != LogLevel::error || !in_startup_) return;
    }
    line_.clear();
    if (lost_count_ != 0) line_.append_number(lost_count_).append(" log lines were lost\n");
    if (named) line_.append(program_).append(": error: ");
    line_.append(text).append("\n");
    if (try_write(StandardStream::error, line_.view())) {
        lost_count_ = 0;
    } else {
        ++lost_count_;
    }
}

}  // namespace mpdisc::cli
