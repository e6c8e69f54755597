// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// One line of a configuration file, before it is known what its words mean.
namespace mpdisc::cli {

/// An attribute of full length fits, every byte of it written as `\xHH`.
inline constexpr std::size_t config_line_bytes_max = 4096;

enum class ConfigLineKind : std::uint8_t {
    /// Blank, or a comment.
    nothing,
    /// `[word]`
    section,
    /// `word = value`
    entry,
};

struct ConfigLine {
    ConfigLineKind kind = ConfigLineKind::nothing;
    /// The section's name or the key; a part of the line.
    std::string_view word;
    /// Without the quotes, and without the blanks around it.
    FixedString<config_line_bytes_max> value;
};

/// Reads `text`, a line without its end. Returns null, or what is wrong with it.
[[nodiscard]] const char* parse_config_line(std::string_view text, ConfigLine& out);

}  // namespace mpdisc::cli
