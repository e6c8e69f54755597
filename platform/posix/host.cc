// SPDX-License-Identifier: MIT
#include "platform/host.h"

#include <sys/utsname.h>
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
    utsname names;
    // A host whose name was never set is called "(none)".
    if (uname(&names) >= 0 && std::string_view(names.nodename) != "(none)") {
        (void)name.assign(names.nodename);
    }
    return name;
}

}  // namespace mpdisc::platform
