// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

namespace mpdisc::platform {

/// Reads a file of /proc line by line.
class ProcLines {
   public:
    explicit ProcLines(const char* path);
    ~ProcLines();
    ProcLines(const ProcLines&) = delete;
    ProcLines& operator=(const ProcLines&) = delete;

    /// The next line, valid until the next call; false at the end, and where the file cannot be
    /// read. A line longer than the buffer comes in parts.
    [[nodiscard]] bool next(std::string_view& line);

   private:
    [[nodiscard]] bool fill();

    int descriptor_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::array<char, 1024> buffer_;
};

/// Takes the first word, of what blanks separate, off `line`; empty at its end.
[[nodiscard]] std::string_view take_word(std::string_view& line);

/// Reads the whole of `word` as a number. False where it is none.
template <class Number>
[[nodiscard]] bool parse_number(std::string_view word, int base, Number& out) {
    const char* const end = word.data() + word.size();
    const std::from_chars_result result = std::from_chars(word.data(), end, out, base);
    return result.ec == std::errc() && result.ptr == end;
}

}  // namespace mpdisc::platform
