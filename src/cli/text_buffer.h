// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mpdisc::cli {

/// Text that grows. If memory runs out, the text becomes empty, further appends do nothing and
/// ok() returns false until the next clear(). So callers check once, at the end of a line, and no
/// part of a text is taken for the whole.
class TextBuffer {
   public:
    TextBuffer() = default;
    ~TextBuffer();
    TextBuffer(const TextBuffer&) = delete;
    TextBuffer& operator=(const TextBuffer&) = delete;

    /// `text` must not be a part of this buffer.
    TextBuffer& append(std::string_view text);
    /// For literals: strlen() is called here and not by each caller, which makes the program
    /// smaller.
    TextBuffer& append(const char* text);
    TextBuffer& append_repeated(char c, std::size_t count);
    TextBuffer& append_number(std::uint64_t value);

    /// Writable room for `size` bytes after the text; empty if memory ran out.
    [[nodiscard]] std::span<char> spare(std::size_t size);
    /// Adds the first `size` bytes of spare() to the text.
    void extend(std::size_t size) { size_ += size; }

    /// Puts `c` in the place of the last character. Does nothing if there is none.
    void replace_last(char c) {
        if (size_ != 0) bytes_[size_ - 1] = c;
    }

    void clear();
    /// Makes ok() false: for text that is built from an incomplete text.
    void fail() {
        failed_ = true;
        size_ = 0;
    }
    [[nodiscard]] bool ok() const { return !failed_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Valid until the next append.
    [[nodiscard]] std::string_view view() const { return {bytes_, size_}; }

   private:
    [[nodiscard]] bool make_room(std::size_t more);

    char* bytes_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    bool failed_ = false;
};

}  // namespace mpdisc::cli
