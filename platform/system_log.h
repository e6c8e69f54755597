// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

/// The system's log: syslog. Windows has none.
namespace mpdisc::platform {

enum class LogLevel : std::uint8_t { error, warning, info, debug };

/// Whether this system has a log, and this build writes to it.
[[nodiscard]] bool system_log_available();
/// Call this before system_log(). `program` must stay valid. Returns 0, or the operating system's
/// error number if no log daemon accepts lines now.
[[nodiscard]] int system_log_open(const char* program);
/// Sends one line to the log, under the program's name.
void system_log(LogLevel level, std::string_view line);

}  // namespace mpdisc::platform
