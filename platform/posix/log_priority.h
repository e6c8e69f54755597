// SPDX-License-Identifier: MIT
#pragma once

#include <syslog.h>

#include "platform/system_log.h"

namespace mpdisc::platform {

/// The priority that syslog(3) has for the level.
[[nodiscard]] inline int log_priority(LogLevel level) {
    switch (level) {
        case LogLevel::error:
            return LOG_ERR;
        case LogLevel::warning:
            return LOG_WARNING;
        case LogLevel::info:
            return LOG_INFO;
        case LogLevel::debug:
            break;
    }
    return LOG_DEBUG;
}

}  // namespace mpdisc::platform
