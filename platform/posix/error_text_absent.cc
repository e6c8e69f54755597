// SPDX-License-Identifier: MIT
#include "mpdisc/text.h"
#include "platform/host.h"

// For minimal builds, which do not contain the texts of the system. errno(3) lists the numbers.

namespace mpdisc::platform {

FixedString<127> system_error_text(int error) {
    FixedString<127> text;
    (void)text.assign("error ");
    (void)text.append(NumberText(static_cast<unsigned>(error)).view());
    return text;
}

}  // namespace mpdisc::platform
