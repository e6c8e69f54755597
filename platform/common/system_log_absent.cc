// SPDX-License-Identifier: MIT
#include "platform/system_log.h"

// For minimal builds, which log to stderr alone, and for Windows. The log of Windows takes messages
// only from files that an installer has registered.

namespace mpdisc::platform {

bool system_log_available() {
    return false;
}

int system_log_open(const char*) {
    return 0;
}

void system_log(LogLevel, std::string_view) {}

}  // namespace mpdisc::platform
