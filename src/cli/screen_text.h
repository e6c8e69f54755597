// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/text_buffer.h"
#include "program/console.h"

namespace mpdisc::cli {

/// What a terminal shows while a program has its whole screen.
struct Picture {
    /// Each with a newline at its end. They are escaped, and may have styles (cli/colour.h).
    std::string_view lines;
    /// For the bottom line: escaped, without a newline.
    std::string_view status;
};

/// Appends what draws the picture on a screen of this size, over what is there. Lines that are too
/// long are cut. If there are too many lines, the last one tells how many more there are.
void append_screen(TextBuffer& out, const Picture& picture, TerminalSize size);

}  // namespace mpdisc::cli
