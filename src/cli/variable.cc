// SPDX-License-Identifier: MIT
#include "cli/variable.h"

#include "cli/escape.h"

namespace mpdisc::cli {

void append_variable(TextBuffer& out, const char* name, std::string_view value) {
    out.append(variable_prefix).append(name).append("=");
    append_escaped(out, value);
    end_variable(out);
}

}  // namespace mpdisc::cli
