// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// Text is UTF-8 in mpdisc and UTF-16 in the system.
namespace mpdisc::platform {

/// A text as the system takes it.
class WideText {
   public:
    /// Bytes that are not UTF-8 become U+FFFD.
    explicit WideText(std::string_view text);
    ~WideText();
    WideText(const WideText&) = delete;
    WideText& operator=(const WideText&) = delete;

    /// Null if memory was short.
    [[nodiscard]] wchar_t* c_str() const { return units_; }
    [[nodiscard]] std::size_t size() const { return size_; }

   private:
    wchar_t* units_;
    std::size_t size_ = 0;
};

/// Converts a text of the system. Returns the size in `out`; 0 if the text does not fit `capacity`
/// bytes or is not UTF-16.
[[nodiscard]] std::size_t to_utf8(std::wstring_view text, char* out, std::size_t capacity);

/// The same. Returns false and leaves `out` unchanged if the text is empty, does not fit, or is not
/// UTF-16.
template <std::size_t Capacity>
[[nodiscard]] bool to_utf8(std::wstring_view text, FixedString<Capacity>& out) {
    char bytes[Capacity];
    const std::size_t size = to_utf8(text, bytes, Capacity);
    return size != 0 && out.assign({bytes, size});
}

}  // namespace mpdisc::platform
