// SPDX-License-Identifier: MIT
#include "cli/colour.h"

#include <cstdlib>

#include "program/console.h"

namespace mpdisc::cli {

bool output_has_colours() {
    const char* const refusal = std::getenv("NO_COLOR");
    const bool is_refused = refusal != nullptr && *refusal != '\0';
    return !is_refused && enable_colours(StandardStream::output);
}

void append_style(TextBuffer& out, Style style, bool is_wanted) {
    if (!is_wanted) return;
    out.append("\x1b[").append_number(static_cast<std::uint64_t>(style)).append("m");
}

}  // namespace mpdisc::cli
