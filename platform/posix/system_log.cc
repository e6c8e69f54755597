// SPDX-License-Identifier: MIT
#include <syslog.h>

#include "platform/host.h"
#include "platform/posix/log_priority.h"

namespace mpdisc::platform {

void log_open(const char* program) {
    openlog(program, LOG_PID, LOG_DAEMON);
}

void log_line(LogLevel level, std::string_view line) {
    syslog(log_priority(level), "%.*s", static_cast<int>(line.size()), line.data());
}

bool log_available() {
    return true;
}

}  // namespace mpdisc::platform
