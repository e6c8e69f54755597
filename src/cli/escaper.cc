// SPDX-License-Identifier: MIT
#include "cli/escaper.h"

#include <array>

#include "cli/code_point.h"
#include "cli/escape.h"
#include "cli/json.h"
#include "cli/shell_word.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

constexpr char names[][7] = {"text", "json", "xml",  "csv",  "string",
                             "sh",   "dns",  "host", "word", "id"};
static_assert(std::size(names) == static_cast<std::size_t>(Escaper::id) + 1);

/// Stands for a character that the target cannot have, or that nobody could see.
constexpr const char* replacement = "\xEF\xBF\xBD";

const char* xml_entity(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&apos;";
        default:
            return nullptr;
    }
}

const char* csv_quote(char c) {
    return c == '"' ? "\"\"" : nullptr;
}

const char* string_escape(char c) {
    if (c == '"') return "\\\"";
    return c == '\\' ? "\\\\" : nullptr;
}

/// Appends what `escape` gives for an ASCII character, or the character itself if it gives null.
void append_characters(TextBuffer& out, std::string_view value, const char* (*escape)(char)) {
    while (!value.empty()) {
        const CodePoint point = first_code_point(value);
        const std::string_view bytes = slice(value, 0, point.size);
        value = slice(value, point.size);
        const char* const escaped = point.value < 0x80 ? escape(bytes.front()) : nullptr;
        if (!point.is_valid || is_unsafe(point.value)) {
            out.append(replacement);
        } else if (escaped != nullptr) {
            out.append(escaped);
        } else {
            out.append(bytes);
        }
    }
}

/// A spreadsheet takes a cell that begins so for a formula.
bool begins_formula(std::string_view value) {
    return !value.empty() && std::string_view("=+-@").find(value.front()) != std::string_view::npos;
}

void append_csv(TextBuffer& out, std::string_view value) {
    out.append(begins_formula(value) ? "\"'" : "\"");
    append_characters(out, value, csv_quote);
    out.append("\"");
}

void append_string(TextBuffer& out, std::string_view value) {
    out.append("\"");
    append_characters(out, value, string_escape);
    out.append("\"");
}

/// Escaped, so that the word stays on its line.
void append_shell(TextBuffer& out, std::string_view value) {
    TextBuffer escaped;
    append_escaped(escaped, value);
    if (!escaped.ok()) out.fail();
    append_shell_word(out, escaped.view());
}

bool is_letter_or_digit(char c) {
    const char lower = to_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

void append_decimal_escape(TextBuffer& out, unsigned char byte) {
    const char text[] = {'\\', static_cast<char>('0' + byte / 100),
                         static_cast<char>('0' + byte / 10 % 10),
                         static_cast<char>('0' + byte % 10)};
    out.append({text, sizeof text});
}

void append_hex_escape(TextBuffer& out, unsigned char byte) {
    constexpr const char* digits = "0123456789ABCDEF";
    const char text[] = {'_', digits[byte >> 4], digits[byte & 15]};
    out.append({text, sizeof text});
}

/// Appends a text that keeps letters, digits and the characters of `kept`. It is empty only for
/// dns.
void append_plain(TextBuffer& out, Escaper escaper, std::string_view value, std::string_view kept) {
    const char* const stand_in = escaper == Escaper::host ? "-" : "_";
    if (value.empty() && escaper != Escaper::dns) out.append(stand_in);
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_letter_or_digit(c) || kept.find(c) != std::string_view::npos) {
            out.append({&c, 1});
        } else if (escaper == Escaper::dns) {
            append_decimal_escape(out, byte);
        } else if (escaper == Escaper::id) {
            append_hex_escape(out, byte);
        } else {
            out.append(stand_in);
        }
    }
}

/// A label must not begin or end with a dash (RFC 1123, 2.1).
void append_host(TextBuffer& out, std::string_view value) {
    TextBuffer label;
    append_plain(label, Escaper::host, value, "-");
    if (!label.ok()) out.fail();
    const std::string_view text = label.view();
    const auto edge = [](char c) { return c == '-' ? 'x' : c; };
    if (text.empty()) return;
    const char first = edge(text.front());
    const char last = edge(text.back());
    out.append({&first, 1});
    if (text.size() == 1) return;
    out.append(slice(text, 1, text.size() - 2)).append({&last, 1});
}

}  // namespace

bool parse_escaper(std::string_view name, Escaper& out) {
    for (std::size_t i = 0; i < std::size(names); ++i) {
        if (name != names[i]) continue;
        out = static_cast<Escaper>(i);
        return true;
    }
    return false;
}

void append_escaper_names(TextBuffer& out) {
    for (const char* const name : names) out.append(" ").append(name);
}

void append_escaped_for(TextBuffer& out, Escaper escaper, std::string_view value) {
    switch (escaper) {
        case Escaper::text:
            return append_escaped(out, value);
        case Escaper::json:
            return append_json_string(out, value);
        case Escaper::xml:
            return append_characters(out, value, xml_entity);
        case Escaper::csv:
            return append_csv(out, value);
        case Escaper::string:
            return append_string(out, value);
        case Escaper::sh:
            return append_shell(out, value);
        case Escaper::dns:
            return append_plain(out, escaper, value, "-_");
        case Escaper::host:
            return append_host(out, value);
        case Escaper::word:
        case Escaper::id:
            return append_plain(out, escaper, value, {});
    }
}

}  // namespace mpdisc::cli
