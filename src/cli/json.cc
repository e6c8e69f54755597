// SPDX-License-Identifier: MIT
#include "cli/json.h"

#include <array>

#include "cli/code_point.h"
#include "cli/escape.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// `\uXXXX`: one code unit of UTF-16.
void append_unit_escape(TextBuffer& out, char32_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::array<char, 6> text = {'\\',
                                      'u',
                                      digits[(value >> 12) & 15],
                                      digits[(value >> 8) & 15],
                                      digits[(value >> 4) & 15],
                                      digits[value & 15]};
    out.append({text.data(), text.size()});
}

void append_unicode_escape(TextBuffer& out, char32_t value) {
    if (value > 0xffff) {
        // A surrogate pair.
        value -= 0x10000;
        append_unit_escape(out, 0xd800 + (value >> 10));
        value = 0xdc00 + (value & 0x3ff);
    }
    append_unit_escape(out, value);
}

/// The two-character escape of `value`; empty if JSON has none for it.
std::string_view short_json_escape(char32_t value) {
    return value == '"' ? "\\\"" : short_escape(value);
}

}  // namespace

void append_json_string(TextBuffer& out, std::string_view text) {
    out.append("\"");
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        const std::string_view escaped = short_json_escape(point.value);
        if (!escaped.empty()) {
            out.append(escaped);
        } else if (!point.is_valid) {
            append_unicode_escape(out, 0xfffd);
        } else if (is_unsafe(point.value)) {
            append_unicode_escape(out, point.value);
        } else {
            out.append(slice(text, 0, point.size));
        }
        text = slice(text, point.size);
    }
    out.append("\"");
}

void append_json_attributes(TextBuffer& out, const Attributes& attributes) {
    out.append("{");
    bool first = true;
    for (const Attribute attribute : attributes) {
        if (!first) out.append(",");
        first = false;
        append_json_string(out, attribute.key);
        out.append(":");
        if (attribute.has_value) {
            append_json_string(out, attribute.value);
        } else {
            out.append("true");
        }
    }
    out.append("}");
}

}  // namespace mpdisc::cli
