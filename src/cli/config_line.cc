// SPDX-License-Identifier: MIT
#include "cli/config_line.h"

#include "mpdisc/expects.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

constexpr std::string_view blanks = " \t";

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return slice(text, begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// Removes the escape that follows a backslash from `rest`. False if it is not a known escape.
bool parse_escape(std::string_view& rest, char& out) {
    if (rest.empty()) return false;
    std::size_t size = 1;
    switch (rest.front()) {
        case '\\':
            out = '\\';
            break;
        case '"':
            out = '"';
            break;
        case 'n':
            out = '\n';
            break;
        case 't':
            out = '\t';
            break;
        case 'r':
            out = '\r';
            break;
        case 'x': {
            if (rest.size() < 3) return false;
            const int high = hex_value(rest[1]);
            const int low = hex_value(rest[2]);
            if (high < 0 || low < 0) return false;
            out = static_cast<char>(high * 16 + low);
            size = 3;
            break;
        }
        default:
            return false;
    }
    rest = slice(rest, size);
    return true;
}

/// `rest` begins after the opening quote.
const char* parse_quoted(std::string_view rest, FixedString<config_line_bytes_max>& out) {
    out.clear();
    while (!rest.empty()) {
        char c = rest.front();
        rest = slice(rest, 1);
        if (c == '"') {
            return rest.empty() ? nullptr : "nothing may follow the closing quote";
        }
        if (c == '\\' && !parse_escape(rest, c)) {
            return "only \\, \", n, t, r or xHH may follow a backslash";
        }
        // Always fits: `out` can hold a whole line, and an escape is longer than its character.
        [[maybe_unused]] const bool fits = out.append({&c, 1});
        expects(fits);
    }
    return "the closing quote is missing";
}

const char* parse_section(std::string_view text, ConfigLine& out) {
    if (!text.ends_with(']')) return "a section must look like [service]";
    out.word = slice(text, 1, text.size() - 2);
    return nullptr;
}

const char* parse_entry(std::string_view text, ConfigLine& out) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return "a line must look like 'key = value'";
    out.kind = ConfigLineKind::entry;
    out.word = trim(slice(text, 0, equals));
    const std::string_view value = trim(slice(text, equals + 1));
    if (value.starts_with('"')) return parse_quoted(slice(value, 1), out.value);
    [[maybe_unused]] const bool fits = out.value.assign(value);
    expects(fits);
    return nullptr;
}

}  // namespace

const char* parse_config_line(std::string_view text, ConfigLine& out) {
    const bool is_section = trim(text).starts_with('[');
    out.kind = is_section ? ConfigLineKind::section : ConfigLineKind::nothing;
    if (text.size() > config_line_bytes_max) return "the line has more than 4096 bytes";
    if (text.find('\0') != std::string_view::npos) return "the line holds a NUL byte";
    if (!is_utf8(text)) return "the line is not UTF-8";
    text = trim(text);
    if (text.empty() || text.starts_with('#')) return nullptr;
    return is_section ? parse_section(text, out) : parse_entry(text, out);
}

}  // namespace mpdisc::cli
