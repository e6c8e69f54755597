// SPDX-License-Identifier: MIT
#include "platform/posix/interface_filter.h"

#include <linux/if_addr.h>

#include <algorithm>

#include "mpdisc/text.h"
#include "platform/linux/proc_lines.h"

namespace mpdisc::platform {
namespace {

bool is_unusable(unsigned flags) {
    if ((flags & (IFA_F_DEPRECATED | IFA_F_DADFAILED)) != 0) return true;
    // An optimistic address may be used while it is being checked (RFC 4429).
    return (flags & IFA_F_TENTATIVE) != 0 && (flags & IFA_F_OPTIMISTIC) == 0;
}

bool parse_hex_address(std::string_view digits, IpAddress& out) {
    if (digits.size() != 2 * out.bytes.size()) return false;
    for (std::size_t i = 0; i < out.bytes.size(); ++i) {
        if (!parse_number(slice(digits, 2 * i, 2), 16, out.bytes[i])) return false;
    }
    out.family = Family::ipv6;
    return true;
}

struct Ipv6Line {
    IpAddress address;
    std::uint32_t if_index = 0;
    unsigned flags = 0;
};

/// Reads `ADDRESS INDEX PREFIX SCOPE FLAGS NAME`, the numbers in hexadecimal.
bool parse_line(std::string_view line, Ipv6Line& out) {
    if (!parse_hex_address(take_word(line), out.address)) return false;
    if (!parse_number(take_word(line), 16, out.if_index)) return false;
    (void)take_word(line);
    (void)take_word(line);
    return parse_number(take_word(line), 16, out.flags);
}

}  // namespace

// IPv4 addresses are never tentative, and hardly ever deprecated: that would take netlink to see.
std::size_t remove_unusable(std::span<InterfaceAddress> list) {
    const bool any_checked = std::ranges::any_of(list, [](const InterfaceAddress& entry) {
        return entry.address.family == Family::ipv6 && !entry.is_loopback;
    });
    if (!any_checked) return list.size();
    ProcLines lines("/proc/net/if_inet6");
    std::string_view text;
    while (lines.next(text)) {
        Ipv6Line line;
        if (!parse_line(text, line) || !is_unusable(line.flags)) continue;
        std::size_t kept = 0;
        for (const InterfaceAddress& entry : list) {
            const bool is_meant = entry.if_index == line.if_index && entry.address == line.address;
            if (!is_meant) list[kept++] = entry;
        }
        list = list.first(kept);
    }
    return list.size();
}

}  // namespace mpdisc::platform
