// SPDX-License-Identifier: MIT
#include <algorithm>

#include "mpdisc/address.h"
#include "mpdisc/expects.h"
#include "mpdisc/text.h"
#include "types/prefix.h"

namespace mpdisc {
namespace {

constexpr std::size_t group_count = 8;
using Groups = std::array<std::uint16_t, group_count>;
using Octets = std::array<std::uint8_t, 4>;

/// Collects the text of an address. The longest one fits AddressText.
class AddressWriter {
   public:
    void put(char c) { buffer_[size_++] = c; }
    void put_number(unsigned value, unsigned base) {
        const NumberText text(value, base);
        for (const char digit : text.view()) put(digit);
    }
    void put_ipv4(std::span<const std::uint8_t> octets) {
        for (std::size_t i = 0; i < octets.size(); ++i) {
            if (i != 0) put('.');
            put_number(octets[i], 10);
        }
    }
    [[nodiscard]] AddressText text() const {
        AddressText text;
        [[maybe_unused]] const bool fits = text.assign({buffer_.data(), size_});
        expects(fits);
        return text;
    }

   private:
    std::array<char, 45> buffer_{};
    std::size_t size_ = 0;
};

/// The groups that `::` stands for: `length` groups from `begin` on.
struct ZeroRun {
    std::size_t begin = group_count;
    std::size_t length = 0;
};

/// The longest run of two or more zero groups; the first of equal ones (RFC 5952, 4.2).
ZeroRun longest_zero_run(const Groups& groups) {
    ZeroRun best;
    ZeroRun run;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i] != 0) {
            run.length = 0;
            continue;
        }
        if (run.length == 0) run.begin = i;
        ++run.length;
        if (run.length >= 2 && run.length > best.length) best = run;
    }
    return best;
}

void put_ipv6(AddressWriter& out, const IpAddress& address) {
    Groups groups;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i] =
            static_cast<std::uint16_t>(address.bytes[2 * i] << 8 | address.bytes[2 * i + 1]);
    }
    const ZeroRun zeros = longest_zero_run(groups);
    // ::ffff:0:0/96 (RFC 5952, 5): the tail is written as an IPv4 address.
    const bool is_mapped = zeros.begin == 0 && zeros.length == 5 && groups[5] == 0xFFFF;
    const std::size_t end = is_mapped ? 6 : group_count;
    for (std::size_t i = 0; i < end;) {
        if (i == zeros.begin) {
            out.put(':');
            out.put(':');
            i += zeros.length;
            continue;
        }
        if (i != 0 && i != zeros.begin + zeros.length) out.put(':');
        out.put_number(groups[i], 16);
        ++i;
    }
    if (is_mapped) {
        out.put(':');
        out.put_ipv4(std::span(address.bytes).subspan(12));
    }
}

/// Parses a decimal number without sign or leading zeros. It must not exceed `max`, and `max` must
/// not exceed 999.
bool parse_decimal(std::string_view text, unsigned max, unsigned& out) {
    if (text.empty() || text.size() > 3) return false;
    if (text.size() > 1 && text[0] == '0') return false;
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    if (value > max) return false;
    out = value;
    return true;
}

bool parse_ipv4(std::string_view text, Octets& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t dot = text.find('.');
        const bool is_last = i + 1 == out.size();
        if ((dot == std::string_view::npos) != is_last) return false;
        unsigned octet = 0;
        if (!parse_decimal(slice(text, 0, dot), 255, octet)) return false;
        out[i] = static_cast<std::uint8_t>(octet);
        if (!is_last) text = slice(text, dot + 1);
    }
    return true;
}

/// Parses a group of 1 to 4 hexadecimal digits.
bool parse_group(std::string_view text, std::uint16_t& out) {
    if (text.empty() || text.size() > 4) return false;
    unsigned value = 0;
    for (const char c : text) {
        const int digit = hex_value(c);
        if (digit < 0) return false;
        value = value << 4 | static_cast<unsigned>(digit);
    }
    out = static_cast<std::uint16_t>(value);
    return true;
}

/// The groups that have been read, in the order of the text.
struct GroupList {
    Groups groups{};
    std::size_t count = 0;

    [[nodiscard]] bool add(std::uint16_t group) {
        if (count == groups.size()) return false;
        groups[count++] = group;
        return true;
    }
    [[nodiscard]] bool add_tail(std::string_view text) {
        Octets octets{};
        return parse_ipv4(text, octets) &&
               add(static_cast<std::uint16_t>(octets[0] << 8 | octets[1])) &&
               add(static_cast<std::uint16_t>(octets[2] << 8 | octets[3]));
    }
};

/// Parses groups with single colons between them. The last one may be an IPv4 tail. An empty text
/// has no groups.
bool parse_groups(std::string_view text, bool tail_allowed, GroupList& out) {
    if (text.empty()) return true;
    while (true) {
        const std::size_t colon = text.find(':');
        const std::string_view piece = slice(text, 0, colon);
        const bool is_last = colon == std::string_view::npos;
        std::uint16_t group = 0;
        if (parse_group(piece, group)) {
            if (!out.add(group)) return false;
        } else if (!is_last || !tail_allowed || !out.add_tail(piece)) {
            return false;
        }
        if (is_last) return true;
        text = slice(text, colon + 1);
    }
}

bool parse_ipv6(std::string_view text, IpAddress& out) {
    const std::size_t gap = text.find("::");
    const bool has_gap = gap != std::string_view::npos;
    GroupList before;
    GroupList after;
    if (!parse_groups(slice(text, 0, gap), !has_gap, before)) return false;
    if (has_gap && !parse_groups(slice(text, gap + 2), true, after)) return false;
    // `::` stands for at least one group (RFC 4291, 2.2).
    const std::size_t given = before.count + after.count;
    if (has_gap ? given >= group_count : given != group_count) return false;

    std::copy_n(after.groups.begin(), after.count,
                before.groups.begin() + static_cast<std::ptrdiff_t>(group_count - after.count));
    out = {};
    out.family = Family::ipv6;
    for (std::size_t i = 0; i < group_count; ++i) {
        out.bytes[2 * i] = static_cast<std::uint8_t>(before.groups[i] >> 8);
        out.bytes[2 * i + 1] = static_cast<std::uint8_t>(before.groups[i] & 0xFF);
    }
    return true;
}

}  // namespace

AddressText to_text(const IpAddress& address) {
    AddressWriter out;
    if (address.family == Family::ipv4) out.put_ipv4(address.raw());
    if (address.family == Family::ipv6) put_ipv6(out, address);
    return out.text();
}

bool parse_address(std::string_view text, IpAddress& out) {
    Octets octets{};
    if (parse_ipv4(text, octets)) {
        out = IpAddress::from_bytes(octets);
        return true;
    }
    return parse_ipv6(text, out);
}

bool parse_network(std::string_view text, Network& out) {
    const std::size_t slash = text.find('/');
    IpAddress address;
    if (!parse_address(slice(text, 0, slash), address)) return false;
    unsigned bits = static_cast<unsigned>(address_bits(address));
    if (slash != std::string_view::npos && !parse_decimal(slice(text, slash + 1), bits, bits)) {
        return false;
    }
    out = {network_part(address, bits), static_cast<std::uint8_t>(bits)};
    return true;
}

}  // namespace mpdisc
