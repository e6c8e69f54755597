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

void tell_supervisor(const char*, std::string_view) {}

bool claim_descriptor(int) {
    return false;
}

void tell_ready(int) {}

}  // namespace mpdisc::platform
