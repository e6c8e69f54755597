// SPDX-License-Identifier: MIT
#include "cli/mistakes.h"

#include "cli/program.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

TextBuffer& Mistakes::add() {
    if (count_++ >= listed_max) {
        unlisted_.clear();
        return unlisted_;
    }
    if (count_ > 1) listed_.append("\n");
    return listed_;
}

TextBuffer& Mistakes::add(std::string_view file_name, std::size_t line) {
    TextBuffer& text = add();
    append_position(text, file_name, line);
    return text;
}

std::string_view Mistakes::lines() {
    if (count_ > listed_max) {
        listed_.append("\nmore mistakes: ").append_number(count_ - listed_max);
        count_ = listed_max;
    }
    return listed_.view();
}

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = slice(text, 0, end);
    text = slice(text, line.size() + 1);
    return line;
}

}  // namespace mpdisc::cli
