// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// Ours is UTF-8, the system's UTF-16.
namespace mpdisc::platform {

/// Text of ours as the system wants it.
class WideText {
   public:
    /// What is not UTF-8 becomes U+FFFD.
    explicit WideText(std::string_view text);
    ~WideText();
    WideText(const WideText&) = delete;
    WideText& operator=(const WideText&) = delete;

    /// Null for want of memory.
    [[nodiscard]] wchar_t* c_str() const { return units_; }
    [[nodiscard]] std::size_t size() const { return size_; }

   private:
    wchar_t* units_;
    std::size_t size_ = 0;
};

/// Text of the system's, into `out`; returns its size, 0 where it does not fit in `capacity` bytes
/// or is no UTF-16.
[[nodiscard]] std::size_t to_utf8(std::wstring_view text, char* out, std::size_t capacity);

/// The same; false, and `out` unchanged, where it is empty, does not fit, or is no UTF-16.
template <std::size_t Capacity>
[[nodiscard]] bool to_utf8(std::wstring_view text, FixedString<Capacity>& out) {
    char bytes[Capacity];
    const std::size_t size = to_utf8(text, bytes, Capacity);
    return size != 0 && out.assign({bytes, size});
}

}  // namespace mpdisc::platform
