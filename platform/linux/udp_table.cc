// SPDX-License-Identifier: MIT
#include "platform/linux/udp_table.h"

#include <array>
#include <cstring>
#include <span>

#include "mpdisc/text.h"

namespace mpdisc::platform {
namespace {

/// Reads one or four words of 8 digits, each a number in the byte order of the processor.
bool parse_address_words(std::string_view text, IpAddress& out) {
    constexpr std::size_t digits = 8;
    std::array<std::uint8_t, sizeof out.bytes> bytes;
    std::size_t size = 0;
    for (std::uint32_t word; size != bytes.size() && !text.empty(); size += sizeof word) {
        if (!parse_number(slice(text, 0, digits), 16, word)) return false;
        std::memcpy(&bytes[size], &word, sizeof word);
        text = slice(text, digits);
    }
    out = IpAddress::from_bytes(std::span(bytes).first(size));
    return out.family != Family::any;
}

/// Reads `SL ADDRESS:PORT REMOTE STATE QUEUES TIMER RETRANSMITS USER TIMEOUT INODE ...`.
bool parse_entry(std::string_view line, UdpTableEntry& out) {
    (void)take_word(line);
    const std::string_view local = take_word(line);
    const std::size_t colon = local.rfind(':');
    if (colon == std::string_view::npos || !parse_number(slice(local, colon + 1), 16, out.port)) {
        return false;  // the headline, for example
    }
    if (!parse_address_words(slice(local, 0, colon), out.address)) return false;
    for (int i = 0; i < 5; ++i) (void)take_word(line);
    if (!parse_number(take_word(line), 10, out.user)) return false;
    (void)take_word(line);
    return parse_number(take_word(line), 10, out.inode);
}

}  // namespace

// If /proc shows only processes (subset=pid), it has no /proc/net.
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
