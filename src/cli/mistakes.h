// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// What is wrong with a configuration: one line for each mistake.
class Mistakes {
   public:
    /// Mistakes beyond this number are only counted.
    static constexpr std::size_t listed_max = 20;

    /// Begins a mistake. The caller appends its text, without a newline.
    TextBuffer& add();
    /// Begins a mistake with `FILE:LINE: `.
    TextBuffer& add(std::string_view file_name, std::size_t line);
    /// To be called if there was no memory for the text of a mistake.
    void fail() {
        ++count_;
        listed_.fail();
    }

    [[nodiscard]] bool none() const { return count_ == 0; }
    /// All lines, separated by newlines; after the last mistake a line with the number of those
    /// that are not listed. Empty if there was no memory for them.
    [[nodiscard]] std::string_view lines();

   private:
    TextBuffer listed_;
    TextBuffer unlisted_;
    std::size_t count_ = 0;
};

/// Removes the first line from `text` and returns it, without its end.
[[nodiscard]] std::string_view take_line(std::string_view& text);

}  // namespace mpdisc::cli
