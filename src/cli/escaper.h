// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/text_buffer.h"

/// The escaping of values in templates, for the languages of other programs. Values come from the
/// network: whatever they contain, each stays one value, and it stays on its line.
namespace mpdisc::cli {

enum class Escaper : std::uint8_t {
    text,    ///< as in the other outputs: cli/escape.h
    json,    ///< a string in quotes
    xml,     ///< the text of an element, or of an attribute in quotes
    csv,     ///< a cell in quotes (RFC 4180) that no spreadsheet takes for a formula
    string,  ///< a string in quotes, with a backslash before quotes and backslashes
    sh,      ///< a word in quotes
    dns,     ///< a label, or a part of a character string, in a zone (RFC 1035, 5.1)
    host,    ///< one label of a host name: a dash stands for each other character
    word,    ///< letters and digits: an underscore stands for each other character
    id,      ///< letters and digits: other characters become `_HH`. Different texts stay different.
};

/// Reads an escaper's name. On any other text it returns false and leaves `out` unchanged.
[[nodiscard]] bool parse_escaper(std::string_view name, Escaper& out);
/// Appends all names, each after a space.
void append_escaper_names(TextBuffer& out);

void append_escaped_for(TextBuffer& out, Escaper escaper, std::string_view value);

}  // namespace mpdisc::cli
