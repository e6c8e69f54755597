// SPDX-License-Identifier: MIT
#include <cstring>

#include "mpdisc/text.h"
#include "platform/host.h"

namespace mpdisc::platform {
namespace {

// strerror_r() returns a number (POSIX) or the text (GNU). The overloads accept both.
[[maybe_unused]] const char* chosen_text(int result, const char* buffer) {
    return result == 0 ? buffer : "";
}
[[maybe_unused]] const char* chosen_text(const char* result, const char*) {
    return result;
}

}  // namespace

FixedString<127> system_error_text(int error) {
    char buffer[128] = {};
    FixedString<127> text;
    (void)text.assign(slice(chosen_text(strerror_r(error, buffer, sizeof buffer), buffer), 0, 127));
    return text;
}

}  // namespace mpdisc::platform
