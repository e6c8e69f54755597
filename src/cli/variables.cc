// SPDX-License-Identifier: MIT
#include "cli/variables.h"

#include "cli/escape.h"
#include "cli/fields.h"

namespace mpdisc::cli {

namespace {

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

/// `MPDISC_ATTR_key`
void append_attribute_name(TextBuffer& out, std::string_view key) {
    out.append(variable_prefix).append("ATTR_");
    for (const char c : key) {
        const char allowed = variable_character(c);
        out.append({&allowed, 1});
    }
}

void append_attribute_variables(TextBuffer& out, const Attributes& attributes) {
    out.append(variable_prefix).append("VARIABLES=");
    for (const Attribute attribute : attributes) {
        if (!has_variable(attributes, attribute.key)) continue;
        out.append(" ");
        append_attribute_name(out, attribute.key);
    }
    end_variable(out);
    for (const Attribute attribute : attributes) {
        if (!has_variable(attributes, attribute.key)) continue;
        append_attribute_name(out, attribute.key);
        out.append("=");
        append_escaped(out, attribute.value);
        end_variable(out);
    }
}

}  // namespace

void append_variables(TextBuffer& out, const FoundServiceView& found) {
    for (std::size_t i = 0; i < field_count; ++i) {
        out.append(variable_prefix).append(field_names[i]).append("=");
        append_field(out, static_cast<Field>(i), found);
        end_variable(out);
    }
    append_attribute_variables(out, found.service.attributes);
}

}  // namespace mpdisc::cli
