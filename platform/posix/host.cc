// SPDX-License-Identifier: MIT
#include "platform/host.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "mpdisc/text.h"

namespace mpdisc::platform {
namespace {

// strerror_r() returns a number (POSIX) or the text (GNU): overloads take whichever it is.
[[maybe_unused]] const char* chosen_text(int result, const char* buffer) {
    return result == 0 ? buffer : "";
}
[[maybe_unused]] const char* chosen_text(const char* result, const char*) {
    return result;
}

}  // namespace

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

FixedString<127> error_text(int error) {
    char buffer[128] = {};
    FixedString<127> text;
    (void)text.assign(slice(chosen_text(strerror_r(error, buffer, sizeof buffer), buffer), 0, 127));
    return text;
}

}  // namespace mpdisc::platform
