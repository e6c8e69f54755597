// SPDX-License-Identifier: MIT
#include "mpdisc/text.h"
#include "platform/host.h"

// For builds that do not carry the system's texts: its numbers, which errno(3) lists.

namespace mpdisc::platform {

FixedString<127> system_error_text(int error) {
    FixedString<127> text;
    (void)text.assign("error ");
    (void)text.append(NumberText(static_cast<unsigned>(error)).view());
    return text;
}

}  // namespace mpdisc::platform
