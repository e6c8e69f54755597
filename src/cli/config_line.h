// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// The syntax of one line of a configuration file. cli/config.h knows the sections and keys.
namespace mpdisc::cli {

/// Holds an attribute of the greatest length with each byte written as `\xHH`.
inline constexpr std::size_t config_line_bytes_max = 4096;

enum class ConfigLineKind : std::uint8_t {
    /// A blank line or a comment.
    nothing,
    /// `[word]`
    section,
    /// `word = value`
    entry,
};

struct ConfigLine {
    ConfigLineKind kind = ConfigLineKind::nothing;
    /// The section's name or the key; points into the line.
    std::string_view word;
    /// Without the quotes and the surrounding blanks.
    FixedString<config_line_bytes_max> value;
};

/// Parses one line without its newline. Returns null, or the reason why the line is wrong. The kind
/// of a wrong line is `section` if it begins with `[`.
[[nodiscard]] const char* parse_config_line(std::string_view text, ConfigLine& out);

}  // namespace mpdisc::cli
