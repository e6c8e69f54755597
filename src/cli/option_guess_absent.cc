// SPDX-License-Identifier: MIT
#include "cli/escape.h"
#include "cli/option_guess.h"

// For minimal builds.

namespace mpdisc::cli {

const OptionSpec* guess_option(std::span<const OptionSpec>, std::string_view name,
                               TextBuffer& message) {
    message.append("unknown option '--");
    append_escaped(message, name);
    message.append("'");
    return nullptr;
}

}  // namespace mpdisc::cli
