// SPDX-License-Identifier: MIT
#include "cli/format_sh.h"

#include "cli/escape.h"
#include "cli/fields.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// `='TEXT'`: in single quotes only a single quote is special to a shell.
void append_assigned(TextBuffer& out, const TextBuffer& escaped) {
    if (!escaped.ok()) out.fail();
    out.append("='");
    std::string_view text = escaped.view();
    while (!text.empty()) {
        const std::size_t quote = text.find('\'');
        out.append(slice(text, 0, quote));
        if (quote == std::string_view::npos) break;
        out.append("'\\''");
        text = slice(text, quote + 1);
    }
    out.append("'");
}

/// Unsets the attribute variables of the line before. MPDISC_VARIABLES holds their names, because
/// that line may come from another run of the program. The inner eval splits the names even if IFS
/// is changed.
constexpr const char* unset_attributes = "eval \"unset -v MPDISC_VARIABLES ${MPDISC_VARIABLES-}\";";

char variable_character(char c) {
    const bool allowed = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return allowed ? c : '_';
}

bool is_same_variable(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (variable_character(a[i]) != variable_character(b[i])) return false;
    }
    return true;
}

/// True if `key` is the first of the keys that map to its variable.
bool has_variable(const Attributes& attributes, std::string_view key) {
    for (const Attribute attribute : attributes) {
        if (is_same_variable(attribute.key, key)) return attribute.key.data() == key.data();
    }
    return false;
}

/// ` MPDISC_ATTR_key`
void append_variable(TextBuffer& out, std::string_view key) {
    out.append(" MPDISC_ATTR_");
    for (const char c : key) {
        const char allowed = variable_character(c);
        out.append({&allowed, 1});
    }
}

void append_attribute_variables(TextBuffer& out, TextBuffer& value, const Attributes& attributes) {
    out.append(" MPDISC_VARIABLES='");
    for (const Attribute attribute : attributes) {
        if (has_variable(attributes, attribute.key)) append_variable(out, attribute.key);
    }
    out.append("'");
    for (const Attribute attribute : attributes) {
        if (!has_variable(attributes, attribute.key)) continue;
        append_variable(out, attribute.key);
        value.clear();
        append_escaped(value, attribute.value);
        append_assigned(out, value);
    }
}

}  // namespace

void append_as_sh(TextBuffer& out, const FoundService& found) {
    out.append(unset_attributes);
    TextBuffer value;
    for (std::size_t i = 0; i < field_count; ++i) {
        value.clear();
        append_field(value, static_cast<Field>(i), found);
        out.append(" MPDISC_").append(field_names[i]);
        append_assigned(out, value);
    }
    append_attribute_variables(out, value, found.service.attributes);
    out.append("\n");
}

void append_nothing_as_sh(TextBuffer& out, int exit_code) {
    out.append(unset_attributes).append(" unset -v");
    for (const char* const name : field_names) out.append(" MPDISC_").append(name);
    out.append("; (exit ").append_number(static_cast<std::uint64_t>(exit_code)).append(")\n");
}

}  // namespace mpdisc::cli
