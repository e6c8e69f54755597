// SPDX-License-Identifier: MIT
#include "mpdisc/address.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"

namespace mpdisc {
namespace {

/// The address's text and the rest, which is empty or a colon and a port if the input is valid.
struct Parts {
    std::string_view address;
    std::string_view port;
    bool has_brackets = false;
};

Parts split(std::string_view text) {
    if (begins_with(text, "[")) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return {text, {}, true};
        return {slice(text, 1, end - 1), slice(text, end + 1), true};
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || text.rfind(':') != colon) return {text, {}, false};
    return {slice(text, 0, colon), slice(text, colon), false};
}

/// Reads a colon and a port of 1 to 65535.
bool parse_port(std::string_view text, std::uint16_t& out) {
    if (!begins_with(text, ":") || text.size() < 2 || text.size() > 6) return false;
    std::uint32_t port = 0;
    for (const char c : slice(text, 1)) {
        const auto digit = static_cast<std::uint32_t>(c - '0');
        if (digit > 9) return false;
        port = port * 10 + digit;
    }
    if (port == 0 || port > UINT16_MAX) return false;
    out = static_cast<std::uint16_t>(port);
    return true;
}

}  // namespace

ScopedAddressText to_text(const IpAddress& address, std::string_view interface_name) {
    ScopedAddressText out;
    bool fits = out.append(to_text(address).view());
    if (address.family == Family::ipv6 && address.is_link_local() && !interface_name.empty()) {
        fits = out.append("%") && out.append(interface_name);
    }
    expects(fits);
    return out;
}

EndpointText to_text(const IpAddress& address, std::string_view interface_name,
                     std::uint16_t port) {
    EndpointText out;
    const ScopedAddressText text = to_text(address, interface_name);
    if (text.empty()) return out;
    if (port == 0) {
        expects(out.append(text.view()));
        return out;
    }
    const bool has_brackets = address.family == Family::ipv6;
    const bool fits = out.append(has_brackets ? "[" : "") && out.append(text.view()) &&
                      out.append(has_brackets ? "]:" : ":") && out.append(NumberText(port).view());
    expects(fits);
    return out;
}

EndpointText to_text(const Endpoint& endpoint) {
    const NumberText scope(endpoint.scope_id);
    return to_text(endpoint.address, endpoint.scope_id == 0 ? std::string_view{} : scope.view(),
                   endpoint.port);
}

bool parse_endpoint(std::string_view text, Endpoint& out) {
    const Parts parts = split(text);
    Endpoint endpoint;
    if (!parse_address(parts.address, endpoint.address) ||
        (parts.has_brackets && endpoint.address.family != Family::ipv6) ||
        (!parts.port.empty() && !parse_port(parts.port, endpoint.port))) {
        return false;
    }
    out = endpoint;
    return true;
}

}  // namespace mpdisc
