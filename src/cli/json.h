// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/service.h"

/// JSON (RFC 8259) that is also safe to print on a terminal.
namespace mpdisc::cli {

/// A string in quotes. Unsafe characters (cli/code_point.h) become `\uXXXX`; a byte that is not
/// UTF-8 becomes U+FFFD.
void append_json_string(TextBuffer& out, std::string_view text);

/// An object. Its values are strings, or `true` for a key without a value.
void append_json_attributes(TextBuffer& out, const Attributes& attributes);

}  // namespace mpdisc::cli
