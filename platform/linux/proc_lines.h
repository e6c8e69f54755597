// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace mpdisc::platform {

/// Reads a file of /proc line by line.
class ProcLines {
   public:
    explicit ProcLines(const char* path);
    ~ProcLines();
    ProcLines(const ProcLines&) = delete;
    ProcLines& operator=(const ProcLines&) = delete;

    [[nodiscard]] bool is_open() const { return descriptor_ != -1; }
    /// Whether the file does not exist, or this process may not read it.
    [[nodiscard]] bool is_hidden() const { return is_hidden_; }
    /// The next line, valid until the next call. False at the end, and if the file cannot be read.
    /// A line longer than the buffer comes in parts.
    [[nodiscard]] bool next(std::string_view& line);

   private:
    [[nodiscard]] bool fill();

    int descriptor_;
    bool is_hidden_ = false;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    /// The kernel returns at most this much for one read. Large reads are better, because at each
    /// read the kernel counts the lines from the beginning.
    std::array<char, 4096> buffer_;
};

/// Removes the first word from `line` and returns it; empty at the end. Blanks separate words.
[[nodiscard]] std::string_view take_word(std::string_view& line);

/// Reads all of `word` as a number of at most `max` to base 10 or 16. False if it is none.
[[nodiscard]] bool parse_number(std::string_view word, unsigned base, std::uint64_t max,
                                std::uint64_t& out);

/// The same for any value that the type of `out` holds.
template <class Number>
[[nodiscard]] bool parse_number(std::string_view word, unsigned base, Number& out) {
    std::uint64_t number = 0;
    if (!parse_number(word, base, std::numeric_limits<Number>::max(), number)) return false;
    out = static_cast<Number>(number);
    return true;
}

}  // namespace mpdisc::platform
