// SPDX-License-Identifier: MIT
#include "platform/host.h"

#include <unistd.h>

#include <algorithm>

#include "mpdisc/text.h"

namespace mpdisc::platform {

std::uint32_t process_id() {
    return static_cast<std::uint32_t>(getpid());
}

std::uint32_t user_id() {
    return geteuid();
}

FixedString<64> host_name() {
    FixedString<64> name;
    char buffer[256] = {};
    if (gethostname(buffer, sizeof buffer - 1) != 0) return name;
    const std::string_view whole(buffer);
    const std::string_view first = slice(whole, 0, std::min(whole.find('.'), whole.size()));
    // "(none)" is what a kernel says that was never given a name.
    if (!is_name_text(first) || first == "(none)") return name;
    (void)name.assign(first);  // one too long is none
    return name;
}

}  // namespace mpdisc::platform
