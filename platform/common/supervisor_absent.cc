// SPDX-License-Identifier: MIT
#include "platform/supervisor.h"

// For minimal builds, and for Windows, whose services have another interface.

namespace mpdisc::platform {

bool supervisor_available() {
    return false;
}

SupervisorWishes read_supervisor_wishes() {
    return {};
}

bool tell_supervisor(const char*, std::string_view) {
    return true;
}

bool claim_descriptor(int) {
    return false;
}

bool tell_ready(int) {
    return true;
}

}  // namespace mpdisc::platform
