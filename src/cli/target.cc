// SPDX-License-Identifier: MIT
#include "cli/target.h"

#include "cli/settings.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// The address's text and the rest, which is empty or a colon and a port if the input is valid.
struct Parts {
    std::string_view address;
    std::string_view port;
    bool has_brackets = false;
};

Parts split(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return {text, {}, true};
        return {slice(text, 1, end - 1), slice(text, end + 1), true};
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.rfind(':') != colon) return {text, {}, false};
    return {slice(text, 0, colon), slice(text, colon), false};
}

}  // namespace

const char* parse_target(std::string_view text, Endpoint& out) {
    if (text.find('%') != std::string_view::npos) {
        return "an address takes no '%': give its interface by --interface";
    }
    const Parts parts = split(text);
    Endpoint target;
    if (!parse_address(parts.address, target.address) ||
        (!parts.port.empty() && !parts.port.starts_with(':')) ||
        (parts.has_brackets && target.address.family != Family::ipv6)) {
        return "it must be an address, like 192.0.2.1, 192.0.2.1:6737 or [2001:db8::1]:6737";
    }
    if (!parts.port.empty()) {
        const char* reason = read_port(slice(parts.port, 1), target.port);
        if (reason != nullptr) return reason;
    }
    out = target;
    return nullptr;
}

}  // namespace mpdisc::cli
