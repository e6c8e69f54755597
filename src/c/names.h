// SPDX-License-Identifier: MIT
#pragma once

namespace mpdisc::c {

/// The name of an enumerator by its number. `last` is the last enumerator. "unknown" if there is no
/// such number: the program may be compiled for another version.
template <auto last>
[[nodiscard]] const char* name_of(int number) {
    const bool is_known = number >= 0 && number <= static_cast<int>(last);
    return is_known ? to_text(static_cast<decltype(last)>(number)) : "unknown";
}

}  // namespace mpdisc::c
