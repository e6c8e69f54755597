// SPDX-License-Identifier: MIT
#include "platform/linux/udp_table.h"

#include "mpdisc/text.h"

namespace mpdisc::platform {
namespace {

/// Reads `SL ADDRESS:PORT REMOTE STATE QUEUES TIMER RETRANSMITS USER TIMEOUT INODE ...`.
bool parse_entry(std::string_view line, UdpTableEntry& out) {
    (void)take_word(line);
    const std::string_view local = take_word(line);
    const std::size_t colon = local.rfind(':');
    if (colon == std::string_view::npos || !parse_number(slice(local, colon + 1), 16, out.port)) {
        return false;  // the headline, among others
    }
    out.on_wildcard = local.find_first_not_of('0') == colon;
    for (int i = 0; i < 5; ++i) (void)take_word(line);
    if (!parse_number(take_word(line), 10, out.user)) return false;
    (void)take_word(line);
    return parse_number(take_word(line), 10, out.inode);
}

}  // namespace

// Of a /proc that shows processes alone, /proc/net is no part.
UdpTable::UdpTable(Family family)
    : lines_(family == Family::ipv4 ? "/proc/self/net/udp" : "/proc/self/net/udp6") {}

bool UdpTable::next(UdpTableEntry& out) {
    std::string_view line;
    while (lines_.next(line)) {
        if (parse_entry(line, out)) return true;
    }
    return false;
}

}  // namespace mpdisc::platform
