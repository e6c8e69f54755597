// SPDX-License-Identifier: MIT
#include "cli/escape.h"

#include <array>

#include "cli/code_point.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

void append_octal(TextBuffer& out, std::string_view bytes) {
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const std::array<char, 5> text = {'\\', '0', static_cast<char>('0' + (byte >> 6)),
                                          static_cast<char>('0' + ((byte >> 3) & 7)),
                                          static_cast<char>('0' + (byte & 7))};
        out.append({text.data(), text.size()});
    }
}

void append_with_rule(TextBuffer& out, std::string_view text, bool escape_spaces) {
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        const std::string_view bytes = slice(text, 0, point.size);
        const std::string_view escaped = short_escape(point.value);
        if (!escaped.empty()) {
            out.append(escaped);
        } else if (!point.is_valid || is_unsafe(point.value) ||
                   (escape_spaces && point.value == ' ')) {
            append_octal(out, bytes);
        } else {
            out.append(bytes);
        }
        text = slice(text, point.size);
    }
}

}  // namespace

std::string_view short_escape(char32_t value) {
    switch (value) {
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\t':
            return "\\t";
        case '\r':
            return "\\r";
        default:
            return {};
    }
}

void append_escaped(TextBuffer& out, std::string_view text) {
    append_with_rule(out, text, false);
}

void append_escaped_word(TextBuffer& out, std::string_view text) {
    append_with_rule(out, text, true);
}

void append_cited(TextBuffer& out, std::string_view text) {
    out.append("'");
    append_escaped(out, text);
    out.append("'");
}

}  // namespace mpdisc::cli
