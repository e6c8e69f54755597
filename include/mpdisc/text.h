// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/cxx20.h"

/// Which bytes are valid text, on the wire and in a configuration.
namespace mpdisc {

/// Whether `text` is well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above
/// U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Whether `text` is fit for a name: UTF-8 without control characters (U+0000-001F, U+007F-009F;
/// RFC 6763, 4.1.1).
[[nodiscard]] bool is_name_text(std::string_view text);

/// Makes any bytes a text that is_name_text() accepts. Each byte that is not UTF-8 and each control
/// character becomes `-`. Text that does not fit `out` is cut at the end of a code point. Returns
/// the size. Valid text that fits is copied unchanged.
[[nodiscard]] std::size_t to_name_text(std::string_view text, std::span<char> out);

/// The lower-case form of an ASCII letter; any other character unchanged.
[[nodiscard]] constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The value of a hexadecimal digit; -1 for anything else.
[[nodiscard]] constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = to_lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// Compares without regard to the case of ASCII letters, as DNS does (RFC 4343).
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b);

/// A number in digits of base 10 or 16, with lower-case letters.
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

/// The part of `text` from `begin`, of at most `count` bytes; empty if `begin` is past the end.
/// This replaces string_view::substr, which may throw and would add the exception machinery to a
/// program.
[[nodiscard]] constexpr std::string_view slice(std::string_view text, std::size_t begin,
                                               std::size_t count = std::string_view::npos) {
    if (begin > text.size()) begin = text.size();
    const std::size_t rest = text.size() - begin;
    return {text.data() + begin, count < rest ? count : rest};
}

/// The standard's starts_with() for strings can throw, and no program here has exceptions.
[[nodiscard]] constexpr bool begins_with(std::string_view text, std::string_view prefix) {
    return slice(text, 0, prefix.size()) == prefix;
}

/// The n-th of texts that follow each other in memory, each ended by a NUL. There must be more than
/// `n`.
[[nodiscard]] const char* nth_text(const char* texts, std::size_t n);
/// Like nth_text(), for `count` texts about errors; "unknown error" if `n` is not below `count`.
[[nodiscard]] const char* nth_error_text(const char* texts, std::size_t count, std::size_t n);

/// How many texts a literal such as "one\0" "two" has.
template <std::size_t size>
[[nodiscard]] consteval std::size_t count_texts(const char (&texts)[size]) {
    std::size_t count = 0;
    for (const char c : texts) count += c == '\0' ? 1 : 0;
    return count;
}

}  // namespace mpdisc
