// SPDX-License-Identifier: MIT
#include "cli/format_sh.h"

#include "cli/escape.h"
#include "cli/fields.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// Puts text in single quotes, where a shell takes everything but a single quote as it is.
void append_quoted(TextBuffer& out, const TextBuffer& escaped) {
    if (!escaped.ok()) out.fail();
    out.append("'");
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

void append_assignment(TextBuffer& out, std::string_view variable, std::string_view value) {
    TextBuffer escaped;
    append_escaped(escaped, value);
    out.append(variable).append("=");
    append_quoted(out, escaped);
}

/// Unsets the variables of attributes. Their names are in a variable: the shell may have them from
/// another run of the program. A second evaluation splits them, whatever IFS is.
constexpr const char* unset_attributes =
    "eval \"unset -v MPDISC_VARIABLES ${MPDISC_VARIABLES-}\"; ";

/// Those of append_as_sh() that each line sets.
constexpr const char* unset_fields =
    "unset -v MPDISC_NAME MPDISC_TYPE MPDISC_HOST MPDISC_ADDRESS MPDISC_ADDRESSES MPDISC_PORT "
    "MPDISC_PROVIDER MPDISC_ROLE MPDISC_INTERFACE MPDISC_RTT_US MPDISC_ATTRIBUTES; ";

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

/// The attribute that has the variable which `key` would have.
std::string_view owner_of_variable(const Attributes& attributes, std::string_view key) {
    for (const Attribute attribute : attributes) {
        if (is_same_variable(attribute.key, key)) return attribute.key;
    }
    return key;
}

/// Whether the attribute of this key has the variable that its name would be.
bool has_variable(const Attributes& attributes, std::string_view key) {
    return owner_of_variable(attributes, key).data() == key.data();
}

/// ` MPDISC_ATTR_key`
void append_variable(TextBuffer& out, std::string_view key) {
    out.append(" MPDISC_ATTR_");
    for (const char c : key) {
        const char allowed = variable_character(c);
        out.append({&allowed, 1});
    }
}

void append_attribute_variables(TextBuffer& out, const Attributes& attributes) {
    out.append(" MPDISC_VARIABLES='");
    for (const Attribute attribute : attributes) {
        if (has_variable(attributes, attribute.key)) append_variable(out, attribute.key);
    }
    out.append("'");
    for (const Attribute attribute : attributes) {
        if (!has_variable(attributes, attribute.key)) continue;
        append_variable(out, attribute.key);
        append_assignment(out, "", attribute.value);
    }
}

}  // namespace

void append_as_sh(TextBuffer& out, const FoundService& found) {
    out.append(unset_attributes);
    append_assignment(out, "MPDISC_NAME", found.service.name);
    append_assignment(out, " MPDISC_TYPE", found.service.type);
    append_assignment(out, " MPDISC_HOST", found.host);
    append_assignment(out, " MPDISC_ADDRESS",
                      scoped_address(found.address, found.interface_name).view());

    // These two are escaped as they are built.
    TextBuffer words;
    append_addresses(words, found);
    out.append(" MPDISC_ADDRESSES=");
    append_quoted(out, words);
    out.append(" MPDISC_PORT='").append_number(found.service.port);
    out.append("' MPDISC_PROVIDER='").append(to_text(found.provider).view());
    out.append("' MPDISC_ROLE='").append(to_text(found.role)).append("'");
    append_assignment(out, " MPDISC_INTERFACE", found.interface_name);
    out.append(" MPDISC_RTT_US='").append_number(found.rtt_us).append("'");
    words.clear();
    append_attributes(words, found.service.attributes);
    out.append(" MPDISC_ATTRIBUTES=");
    append_quoted(out, words);
    append_attribute_variables(out, found.service.attributes);
    out.append("\n");
}

void append_nothing_as_sh(TextBuffer& out, int exit_code) {
    out.append(unset_attributes).append(unset_fields);
    out.append("(exit ").append_number(static_cast<std::uint64_t>(exit_code)).append(")\n");
}

}  // namespace mpdisc::cli
