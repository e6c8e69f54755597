// SPDX-License-Identifier: MIT
#include "tests/fuzz/text_checks.h"

#include <algorithm>
#include <cstdint>

namespace mpdisc::fuzz {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word_character(char c) {
    return is_digit(c) || c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Parses the code point at the front and removes it. UINT32_MAX if it is ill-formed.
std::uint32_t parse_code_point(std::string_view& rest) {
    struct Form {
        std::uint8_t mask, lead;
        std::uint32_t least;
    };
    static constexpr Form forms[] = {
        {0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x1'0000}};
    const auto lead = static_cast<std::uint8_t>(rest[0]);
    for (std::size_t more = 0; more < 4; ++more) {
        const Form& form = forms[more];
        if ((lead & form.mask) != form.lead) continue;
        if (rest.size() <= more) return UINT32_MAX;
        std::uint32_t value = lead & static_cast<std::uint8_t>(~form.mask);
        for (std::size_t n = 1; n <= more; ++n) {
            const auto next = static_cast<std::uint8_t>(rest[n]);
            if ((next & 0xC0) != 0x80) return UINT32_MAX;
            value = value << 6 | (next & 0x3FU);
        }
        rest.remove_prefix(more + 1);
        const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
        return value < form.least || value > 0x10'FFFF || is_surrogate ? UINT32_MAX : value;
    }
    return UINT32_MAX;
}

bool is_terminal_control(std::uint32_t value) {
    return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0x061C || value == 0x200E ||
           value == 0x200F || (value >= 0x2028 && value <= 0x202E) ||
           (value >= 0x2066 && value <= 0x2069);
}

void append_utf8(std::string& out, std::uint32_t value) {
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (value < 0x80) return put(value);
    if (value < 0x800) {
        put(0xC0 | value >> 6);
    } else if (value < 0x1'0000) {
        put(0xE0 | value >> 12);
        put(0x80 | (value >> 6 & 0x3F));
    } else {
        put(0xF0 | value >> 18);
        put(0x80 | (value >> 12 & 0x3F));
        put(0x80 | (value >> 6 & 0x3F));
    }
    put(0x80 | (value & 0x3F));
}

/// Reads JSON from the front of the text. After an error, `is_good_` stays false.
class JsonReader {
   public:
    JsonReader(std::string_view text, Entries& out) : rest_(text), out_(out) {}

    bool read() {
        if (peek() != '{') return false;
        value("");
        return is_good_ && rest_.empty();
    }

   private:
    [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_[0]; }
    bool take(char wanted) {
        if (peek() != wanted || rest_.empty()) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void demand(bool holds) { is_good_ = is_good_ && holds; }

    void value(const std::string& name) {
        if (!is_good_) return;
        switch (peek()) {
            case '{':
                return members(name, '{', '}');
            case '[':
                return members(name, '[', ']');
            case '"':
                out_.emplace_back(name, string());
                return;
            default:
                return literal(name);
        }
    }

    void members(const std::string& name, char begin, char end) {
        (void)take(begin);
        if (take(end)) return;
        const std::string prefix = name.empty() ? "" : name + ".";
        std::size_t number = 0;
        do {
            std::string member = std::to_string(number++);
            if (begin == '{') {
                member = string();
                demand(take(':'));
            }
            value(prefix + member);
        } while (is_good_ && take(','));
        demand(take(end));
    }

    void literal(const std::string& name) {
        std::size_t size = 0;
        while (size < rest_.size() &&
               (is_digit(rest_[size]) || (rest_[size] >= 'a' && rest_[size] <= 'z')))
            ++size;
        const std::string text(rest_.substr(0, size));
        rest_.remove_prefix(size);
        const bool is_number = !text.empty() && std::all_of(text.begin(), text.end(), is_digit) &&
                               (text.size() == 1 || text[0] != '0');
        demand(is_number || text == "true" || text == "false" || text == "null");
        out_.emplace_back(name, text);
    }

    std::string string() {
        std::string text;
        demand(take('"'));
        while (is_good_ && !take('"')) {
            demand(!rest_.empty() && static_cast<std::uint8_t>(peek()) >= 0x20);
            if (!is_good_) break;
            if (take('\\')) {
                escape(text);
            } else {
                text.push_back(peek());
                rest_.remove_prefix(1);
            }
        }
        return text;
    }

    void escape(std::string& text) {
        static constexpr std::string_view names = "\"\\/bfnrt";
        static constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
        const std::size_t at = names.find(peek());
        if (at != std::string_view::npos && !rest_.empty()) {
            rest_.remove_prefix(1);
            return text.push_back(meant[at]);
        }
        std::uint32_t value = unit();
        if (value >= 0xD800 && value <= 0xDBFF) {
            demand(take('\\'));
            const std::uint32_t low = unit();
            demand(low >= 0xDC00 && low <= 0xDFFF);
            value = 0x1'0000 + (value - 0xD800) * 0x400 + (low - 0xDC00);
        }
        if (is_good_) append_utf8(text, value);
    }

    /// One code unit of UTF-16, `uXXXX`.
    std::uint32_t unit() {
        demand(take('u') && rest_.size() >= 4);
        if (!is_good_) return 0;
        std::uint32_t value = 0;
        for (const char c : rest_.substr(0, 4)) {
            const std::size_t digit = std::string_view("0123456789abcdef").find(c);
            demand(digit != std::string_view::npos);
            value = value * 16 + static_cast<std::uint32_t>(digit);
        }
        rest_.remove_prefix(4);
        return value;
    }

    std::string_view rest_;
    Entries& out_;
    bool is_good_ = true;
};

}  // namespace

bool is_safe(std::string_view text, std::string_view separators) {
    while (!text.empty()) {
        const char first = text[0];
        const std::uint32_t value = parse_code_point(text);
        if (value == UINT32_MAX) return false;
        if (is_terminal_control(value) && separators.find(first) == std::string_view::npos)
            return false;
    }
    return true;
}

bool is_safe_line(std::string_view text) {
    if (!text.ends_with('\n')) return false;
    text.remove_suffix(1);
    return is_safe(text, "\t");
}

std::string unescape(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        char c = text[0];
        text.remove_prefix(1);
        if (c == '\\' && !text.empty()) {
            static constexpr std::string_view names = "\\ntr";
            static constexpr std::string_view meant = "\\\n\t\r";
            const std::size_t at = names.find(text[0]);
            if (at != std::string_view::npos) {
                c = meant[at];
                text.remove_prefix(1);
            } else if (text[0] == '0' && text.size() >= 4) {
                c = static_cast<char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + text[3] - '0');
                text.remove_prefix(4);
            }
        }
        out.push_back(c);
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string value_in(const Entries& entries, std::string_view name) {
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& each) { return each.first == name; });
    return entry == entries.end() ? "" : entry->second;
}

bool read_assignments(std::string_view line, Entries& out) {
    for (;;) {
        const auto name_end = std::find_if_not(line.begin(), line.end(), is_word_character);
        const std::string name(line.begin(), name_end);
        line.remove_prefix(name.size());
        if (name.empty() || is_digit(name[0]) || !line.starts_with("='")) return false;
        line.remove_prefix(2);
        std::string value;
        for (;;) {
            const std::size_t quote = line.find('\'');
            if (quote == std::string_view::npos) return false;
            value.append(line.substr(0, quote));
            line.remove_prefix(quote + 1);
            // A quote in the value is written outside the quotes, and new quotes begin after it.
            if (!line.starts_with("\\''")) break;
            value.push_back('\'');
            line.remove_prefix(3);
        }
        out.emplace_back(name, value);
        if (line == "\n") return true;
        if (!line.starts_with(' ')) return false;
        line.remove_prefix(1);
    }
}

bool read_json_object(std::string_view text, Entries& out) {
    return JsonReader(text, out).read();
}

}  // namespace mpdisc::fuzz
