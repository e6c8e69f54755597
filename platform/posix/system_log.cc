// SPDX-License-Identifier: MIT
#include <syslog.h>

#include "platform/posix/log_priority.h"
#include "platform/posix/log_socket.h"
#include "platform/system_log.h"

namespace mpdisc::platform {

int system_log_open(const char* program) {
    openlog(program, LOG_PID, LOG_DAEMON);
#if defined(_PATH_LOG) && !defined(__OpenBSD__)
    return try_log(_PATH_LOG);
#else
    return 0;  // syslog() makes a system call, sendsyslog(2)
#endif
}

void system_log(LogLevel level, std::string_view line) {
    syslog(log_priority(level), "%.*s", static_cast<int>(line.size()), line.data());
}

bool system_log_available() {
    return true;
}

}  // namespace mpdisc::platform
