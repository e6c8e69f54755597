// SPDX-License-Identifier: MIT
#include "platform/host.h"

// For builds that log to stderr alone.

namespace mpdisc::platform {

int log_open(const char*) {
    return 0;
}

void log_line(LogLevel, std::string_view) {}

bool log_available() {
    return false;
}

}  // namespace mpdisc::platform
