// SPDX-License-Identifier: MIT
#include "cli/format_sh.h"

#include "cli/fields.h"
#include "cli/shell_word.h"
#include "cli/variables.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// Unsets the attribute variables of the line before. MPDISC_VARIABLES holds their names, because
/// that line may come from another run of the program. The inner eval splits the names even if IFS
/// is changed.
constexpr const char* unset_attributes = "eval \"unset -v MPDISC_VARIABLES ${MPDISC_VARIABLES-}\";";

void append_unset_fields(TextBuffer& out) {
    out.append(" unset -v");
    for (const char* const name : field_names) {
        out.append(" ").append(variable_prefix).append(name);
    }
    out.append(";");
}

void append_assignments(TextBuffer& out, std::string_view variables) {
    while (!variables.empty()) {
        const std::string_view variable = slice(variables, 0, variables.find('\0'));
        variables = slice(variables, variable.size() + 1);
        const std::size_t equals = variable.find('=');
        out.append(" ").append(slice(variable, 0, equals)).append("=");
        append_shell_word(out, slice(variable, equals + 1));
    }
    out.append("\n");
}

}  // namespace

void append_as_sh(TextBuffer& out, const FoundServiceView& found) {
    TextBuffer variables;
    append_variables(variables, found);
    if (!variables.ok()) out.fail();
    append_variables_as_sh(out, variables.view());
}

void append_variables_as_sh(TextBuffer& out, std::string_view variables) {
    out.append(unset_attributes);
    append_assignments(out, variables);
}

void append_variables_without_service_as_sh(TextBuffer& out, std::string_view variables) {
    out.append(unset_attributes);
    append_unset_fields(out);
    append_assignments(out, variables);
}

void append_nothing_as_sh(TextBuffer& out, int exit_code) {
    out.append(unset_attributes);
    append_unset_fields(out);
    out.append(" (exit ").append_number(static_cast<std::uint64_t>(exit_code)).append(")\n");
}

}  // namespace mpdisc::cli
