// SPDX-License-Identifier: MIT
#include "platform/host.h"

// For builds that log to stderr alone.

namespace mpdisc::platform {

void log_open(const char*) {}

void log_line(LogLevel, std::string_view) {}

bool log_available() {
    return false;
}

}  // namespace mpdisc::platform
