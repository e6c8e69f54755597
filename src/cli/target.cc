// SPDX-License-Identifier: MIT
#include "cli/target.h"

namespace mpdisc::cli {

const char* parse_target(std::string_view text, Endpoint& out) {
    if (parse_endpoint(text, out)) return nullptr;
    return text.find('%') != std::string_view::npos
               ? "an address takes no '%': give its interface by --interface"
               : "it must be an address, like 192.0.2.1, 192.0.2.1:6737 or [2001:db8::1]:6737";
}

}  // namespace mpdisc::cli
