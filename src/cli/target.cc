// SPDX-License-Identifier: MIT
#include "cli/target.h"

#include "cli/settings.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {
namespace {

/// Letters, digits, hyphens and underscores, in labels between dots. The last label has a letter:
/// text without any was meant as an address.
bool is_host_name(std::string_view text) {
    constexpr std::size_t name_max = 253;
    if (text.size() > name_max) return false;
    bool has_letter = false;
    char previous = '.';
    for (const char c : text) {
        const bool is_letter = to_lower(c) >= 'a' && to_lower(c) <= 'z';
        const bool is_other = (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (c == '.' ? previous == '.' : !is_letter && !is_other) return false;
        has_letter = is_letter || (has_letter && previous != '.');
        previous = c;
    }
    return has_letter;
}

}  // namespace

const char* parse_target(std::string_view text, Endpoint& out, std::string_view& host_name) {
    if (parse_endpoint(text, out)) return nullptr;
    if (text.find('%') != std::string_view::npos) {
        return "give the interface with --interface, not with '%'";
    }
    const std::size_t colon = text.find(':');
    const bool has_port = colon != std::string_view::npos;
    std::uint16_t port = 0;
    if (!is_host_name(slice(text, 0, colon)) ||
        (has_port && read_port(slice(text, colon + 1), port) != nullptr)) {
        return "it must be an address or a name, like 192.0.2.1, [2001:db8::1]:6737 or "
               "printer.lan:6737";
    }
    out = {{}, 0, port};
    host_name = slice(text, 0, colon);
    return nullptr;
}

bool needs_interface(const IpAddress& address) {
    return address.is_multicast() || (address.family == Family::ipv6 && address.is_link_local());
}

}  // namespace mpdisc::cli
