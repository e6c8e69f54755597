// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// What text may hold, on the wire and in a configuration alike.
namespace mpdisc {

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// UTF-8 without control characters (U+0000-001F, U+007F-009F): fit for a name (RFC 6763, 4.1.1).
[[nodiscard]] bool is_name_text(std::string_view text);

/// Makes of any bytes a text that is_name_text() takes: each byte that is no UTF-8 and each control
/// character becomes `-`. What does not fit `out` is cut off, at a code point's end. Returns the
/// size; text that is fit and fits stays as it is.
[[nodiscard]] std::size_t to_name_text(std::string_view text, std::span<char> out);

/// Of an ASCII letter the small one; of all else itself.
[[nodiscard]] constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The value of a hexadecimal digit; -1 for anything else.
[[nodiscard]] constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = to_lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// Equal but for the case of ASCII letters, as DNS compares names (RFC 4343).
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);

/// A number in digits, small letters among them. The base is 10 or 16.
class NumberText {
   public:
    explicit NumberText(std::uint64_t number, unsigned base = 10);
    [[nodiscard]] std::string_view view() const {
        return {digits_.data() + begin_, digits_.size() - begin_};
    }

   private:
    std::array<char, 20> digits_;
    std::size_t begin_ = 20;
};

/// The part of `text` from `begin`, of at most `count` bytes; empty where there is none.
/// Like string_view::substr, which may throw and so would draw in the exception machinery.
[[nodiscard]] constexpr std::string_view slice(std::string_view text, std::size_t begin,
                                               std::size_t count = std::string_view::npos) {
    if (begin > text.size()) begin = text.size();
    const std::size_t rest = text.size() - begin;
    return {text.data() + begin, count < rest ? count : rest};
}

/// The nth of texts that stand one behind the other, each ended by a NUL. There must be so many.
[[nodiscard]] const char* nth_text(const char* texts, std::size_t n);
/// The same of `count` texts about errors; "unknown error" where there are not so many.
[[nodiscard]] const char* nth_error_text(const char* texts, std::size_t count, std::size_t n);

/// How many of them there are in an array, as in a literal "one\0" "two".
template <std::size_t size>
[[nodiscard]] consteval std::size_t count_texts(const char (&texts)[size]) {
    std::size_t count = 0;
    for (const char c : texts) count += c == '\0' ? 1 : 0;
    return count;
}

}  // namespace mpdisc
