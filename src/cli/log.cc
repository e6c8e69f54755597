// SPDX-License-Identifier: MIT
#include "cli/log.h"

#include "mpdisc/poll.h"

namespace mpdisc::cli {

namespace {

/// The length of the longest error line, without names and paths that come from input.
constexpr std::size_t error_bytes_max = 200;

}  // namespace

Log::Log(const char* program, LogLevel threshold, bool to_system)
    : program_(program), threshold_(threshold), to_system_(to_system) {
    line_.append_repeated(' ', error_bytes_max);
    const int error = to_system_ ? system_log_open(program) : 0;
    if (error == 0) return;
    to_system_ = false;
    TextBuffer text;
    text.append("cannot write to the system log: ");
    text.append(system_error_text(error).view()).append("; logging to stderr");
    write(LogLevel::warning, text.view());
}

void Log::write(LogLevel level, std::string_view text) {
    if (level > threshold_) return;
    // The text is empty if there was no memory for it.
    if (text.empty() || (!in_startup_ && !rate_.allows(level, monotonic_us()))) {
        ++lost_count_;
        return;
    }
    line_.clear();
    if (lost_count_ != 0) line_.append_number(lost_count_).append(" log lines were lost");
    if (to_system_) {
        if (lost_count_ != 0) system_log(level, line_.view());
        lost_count_ = 0;
        system_log(level, text);
        if (level != LogLevel::error || !in_startup_) return;
        line_.clear();
    }
    if (lost_count_ != 0) line_.append("\n");
    if (level == LogLevel::error) line_.append(program_).append(": error: ");
    line_.append(text).append("\n");
    if (line_.ok() && try_write(StandardStream::error, line_.view())) {
        lost_count_ = 0;
    } else {
        ++lost_count_;
    }
}

}  // namespace mpdisc::cli
