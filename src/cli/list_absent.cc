// SPDX-License-Identifier: MIT
#include "cli/list_options.h"
#include "cli/list_search.h"

// For builds without whole lists.

namespace mpdisc::cli {

const char* read_list_option(ProbeOption, std::string_view, ProbeArguments&) {
    return "not in this build";
}

Parsed complete_format(const ProbeArguments&, Format&, FormatFile&, TextBuffer&) {
    return Parsed::run;
}

int finish_list(const ProbeArguments&, ServiceOutput&, int exit_code, bool, WrittenList&) {
    return exit_code;
}

}  // namespace mpdisc::cli
