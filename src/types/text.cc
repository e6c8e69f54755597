// SPDX-License-Identifier: MIT
#include "mpdisc/text.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "mpdisc/expects.h"

namespace mpdisc {
namespace {

/// The length of the UTF-8 sequence that begins with `lead`; 0 if no sequence does.
std::size_t sequence_length(std::uint8_t lead) {
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;  // a continuation byte, or the lead of an overlong form
    if (lead < 0xE0) return 2;
    if (lead < 0xF0) return 3;
    return lead < 0xF5 ? 4 : 0;
}

/// Parses the first code point of `rest`, which is not empty, and removes it. False if it is
/// ill-formed.
bool parse_code_point(std::string_view& rest, char32_t& out) {
    const auto lead = static_cast<std::uint8_t>(rest[0]);
    const std::size_t length = sequence_length(lead);
    if (length == 0 || rest.size() < length) return false;
    char32_t code_point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<std::uint8_t>(rest[i]);
        if ((byte & 0xC0) != 0x80) return false;
        code_point = code_point << 6 | (byte & 0x3FU);
    }
    if (length == 3 && code_point < 0x800) return false;
    if (length == 4 && (code_point < 0x1'0000 || code_point > 0x10'FFFF)) return false;
    if (code_point >= 0xD800 && code_point <= 0xDFFF) return false;
    rest = slice(rest, length);
    out = code_point;
    return true;
}

bool is_control(char32_t code_point) {
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

}  // namespace

bool is_utf8(std::string_view text) {
    char32_t code_point = 0;
    while (!text.empty()) {
        if (!parse_code_point(text, code_point)) return false;
    }
    return true;
}

bool is_name_text(std::string_view text) {
    char32_t code_point = 0;
    while (!text.empty()) {
        if (!parse_code_point(text, code_point) || is_control(code_point)) return false;
    }
    return true;
}

std::size_t to_name_text(std::string_view text, std::span<char> out) {
    std::size_t size = 0;
    while (!text.empty()) {
        const std::string_view before = text;
        char32_t code_point = 0;
        if (!parse_code_point(text, code_point)) text = slice(text, 1);
        std::string_view taken = slice(before, 0, before.size() - text.size());
        if (!is_name_text(taken)) taken = "-";
        if (taken.size() > out.size() - size) break;
        std::memcpy(out.data() + size, taken.data(), taken.size());
        size += taken.size();
    }
    return size;
}

NumberText::NumberText(std::uint64_t number, unsigned base) {
    expects(base == 10 || base == 16);
    do {
        digits_[--begin_] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
    }
    return true;
}

const char* nth_text(const char* texts, std::size_t n) {
    for (; n != 0; --n) texts += std::strlen(texts) + 1;
    return texts;
}

const char* nth_error_text(const char* texts, std::size_t count, std::size_t n) {
    return n < count ? nth_text(texts, n) : "unknown error";
}

}  // namespace mpdisc
