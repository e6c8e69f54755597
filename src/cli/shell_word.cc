// SPDX-License-Identifier: MIT
#include "cli/shell_word.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

// In single quotes only a single quote is special to a shell.
void append_shell_word(TextBuffer& out, std::string_view text) {
    out.append("'");
    while (!text.empty()) {
        const std::size_t quote = text.find('\'');
        out.append(slice(text, 0, quote));
        if (quote == std::string_view::npos) break;
        out.append("'\\''");
        text = slice(text, quote + 1);
    }
    out.append("'");
}

}  // namespace mpdisc::cli
