// SPDX-License-Identifier: MIT
#include "platform/host.h"

#include <unistd.h>

namespace mpdisc::platform {

std::uint32_t process_id() {
    return static_cast<std::uint32_t>(getpid());
}

std::uint32_t user_id() {
    return geteuid();
}

FixedString<255> host_name() {
    FixedString<255> name;
    char buffer[256] = {};
    if (gethostname(buffer, sizeof buffer - 1) != 0) return name;
    // "(none)" is what a kernel says that was never given a name.
    if (std::string_view(buffer) != "(none)") (void)name.assign(buffer);
    return name;
}

}  // namespace mpdisc::platform
