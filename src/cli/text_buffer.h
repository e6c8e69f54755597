// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mpdisc::cli {

/// Text that grows. Where memory ends, the text stays as it was, further appends do nothing and
/// `ok()` says so until the next `clear()`: who builds a line asks once, at its end.
class TextBuffer {
   public:
    TextBuffer() = default;
    ~TextBuffer();
    TextBuffer(const TextBuffer&) = delete;
    TextBuffer& operator=(const TextBuffer&) = delete;

    /// `text` must not be a part of this buffer.
    TextBuffer& append(std::string_view text);
    /// Of literals: to measure them here is one call less wherever there is one.
    TextBuffer& append(const char* text);
    TextBuffer& append_repeated(char c, std::size_t count);
    TextBuffer& append_number(std::uint64_t value);

    /// Room for `size` bytes behind the text, to write into; empty for want of memory.
    [[nodiscard]] std::span<char> spare(std::size_t size);
    /// Takes in so many bytes that were written there.
    void extend(std::size_t size) { size_ += size; }

    void clear();
    /// As if memory had ended: for text made of text that is not whole.
    void fail() { failed_ = true; }
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
