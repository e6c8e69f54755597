// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For people and scripts: a line made by the user's own pattern.
///
/// `{field}` stands for a field's escaped value, `{attr.KEY}` for an attribute's (nothing where
/// there is none); `{{` and `}}` are braces, `\n`, `\t` and `\\` what they are in a shell's $''.
/// Anything else is a mistake, so that it can come to mean something later.
namespace mpdisc::cli {

/// False, with a `reason`, for a template that append_by_template() can't take.
[[nodiscard]] bool check_template(std::string_view text, TextBuffer& reason);

/// `text` must have been checked.
void append_by_template(TextBuffer& out, std::string_view text, const FoundService& found);

}  // namespace mpdisc::cli
