// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Readers of the programs' output. They follow the man pages and share no code with the programs,
/// so that they do not repeat an error of the programs.
namespace mpdisc::fuzz {

/// Valid UTF-8 without characters that control a terminal, except for `separators`.
[[nodiscard]] bool is_safe(std::string_view text, std::string_view separators = {});
/// One whole line: its only newline is at the end, and it is safe except for tabs.
[[nodiscard]] bool is_safe_line(std::string_view text);

/// Decodes the escapes in a value, as `printf '%b'` does.
[[nodiscard]] std::string unescape(std::string_view text);

[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// Names and values, in their order.
using Entries = std::vector<std::pair<std::string, std::string>>;
/// The value of this name; empty if there is none.
[[nodiscard]] std::string value_in(const Entries& entries, std::string_view name);

/// Reads a line of assignments as a shell does. False if the line does anything but assign quoted
/// text to variables.
[[nodiscard]] bool read_assignments(std::string_view line, Entries& out);

/// Reads any JSON object (RFC 8259); false for anything else. Strings are unescaped, and other
/// values are unchanged. Nested values have names like `services.0.name`.
[[nodiscard]] bool read_json_object(std::string_view text, Entries& out);

}  // namespace mpdisc::fuzz
