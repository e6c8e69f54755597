// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a reader of the programs' output makes of it. Written anew from the man pages, so that it
/// does not err where the programs do.
namespace mpdisc::fuzz {

/// UTF-8 that a terminal shows and does not obey, but for the `separators`.
[[nodiscard]] bool is_safe(std::string_view text, std::string_view separators = {});
/// One whole line: it ends with the only newline, and is safe but for tabs.
[[nodiscard]] bool is_safe_line(std::string_view text);

/// Undoes what the formats do to a value, as `printf '%b'` does.
[[nodiscard]] std::string unescape(std::string_view text);

[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// Name and value, in their order.
using Entries = std::vector<std::pair<std::string, std::string>>;
/// The value of that name; empty where there is none.
[[nodiscard]] std::string value_in(const Entries& entries, std::string_view name);

/// A line of assignments as a shell reads it; false where it would do anything but to assign
/// quoted text to variables.
[[nodiscard]] bool read_assignments(std::string_view line, Entries& out);

/// A JSON object (RFC 8259), whatever it holds; false for anything else. Strings come without
/// their escapes, other values as they stand; what is inside has names like `services.0.name`.
[[nodiscard]] bool read_json_object(std::string_view text, Entries& out);

}  // namespace mpdisc::fuzz
