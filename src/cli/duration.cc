// SPDX-License-Identifier: MIT
#include "cli/duration.h"

namespace mpdisc::cli {

namespace {

void append_units(TextBuffer& out, std::uint64_t large, std::string_view large_unit,
                  std::uint64_t small, std::string_view small_unit) {
    out.append_number(large).append(large_unit).append(small < 10 ? "0" : "");
    out.append_number(small).append(small_unit);
}

}  // namespace

void append_duration(TextBuffer& out, std::uint64_t ms) {
    const std::uint64_t seconds = ms / 1000;
    const std::uint64_t minutes = seconds / 60;
    const std::uint64_t hours = minutes / 60;
    if (seconds == 0) {
        out.append_number(ms).append("ms");
    } else if (minutes == 0) {
        out.append_number(seconds).append("s");
    } else if (hours == 0) {
        append_units(out, minutes, "m", seconds % 60, "s");
    } else if (hours < 24) {
        append_units(out, hours, "h", minutes % 60, "m");
    } else {
        append_units(out, hours / 24, "d", hours % 24, "h");
    }
}

}  // namespace mpdisc::cli
