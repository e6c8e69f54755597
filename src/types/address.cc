// SPDX-License-Identifier: MIT
#include "mpdisc/address.h"

#include <algorithm>
#include <cstring>

#include "types/prefix.h"

namespace mpdisc {

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    IpAddress address;
    address.family = Family::ipv4;
    address.bytes = {a, b, c, d};
    return address;
}

IpAddress IpAddress::from_bytes(std::span<const std::uint8_t> raw) {
    IpAddress address;
    if (raw.size() == 4) address.family = Family::ipv4;
    if (raw.size() == 16) address.family = Family::ipv6;
    if (address.family != Family::any) std::copy(raw.begin(), raw.end(), address.bytes.begin());
    return address;
}

IpAddress IpAddress::loopback(Family family) {
    if (family == Family::ipv4) return v4(127, 0, 0, 1);
    IpAddress address;
    if (family == Family::ipv6) {
        address.family = Family::ipv6;
        address.bytes[15] = 1;
    }
    return address;
}

std::span<const std::uint8_t> IpAddress::raw() const {
    return {bytes.data(), address_bits(*this) / 8};
}

bool operator==(const IpAddress& a, const IpAddress& b) {
    return a.family == b.family && a.bytes == b.bytes;
}

bool IpAddress::is_loopback() const {
    if (family == Family::ipv4) return bytes[0] == 127;
    return bytes[15] == 1 && *this == loopback(Family::ipv6);
}

bool IpAddress::is_link_local() const {
    if (family == Family::ipv4) return bytes[0] == 169 && bytes[1] == 254;
    return family == Family::ipv6 && bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80;
}

bool IpAddress::is_multicast() const {
    if (family == Family::ipv4) return (bytes[0] & 0xF0) == 0xE0;
    return family == Family::ipv6 && bytes[0] == 0xFF;
}

bool IpAddress::is_unspecified() const {
    return family != Family::any &&
           std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

bool IpAddress::is_of_host() const {
    if (is_loopback() || is_multicast()) return false;
    if (family == Family::ipv4) return bytes[0] != 0 && bytes[0] < 240;
    if (family != Family::ipv6) return false;
    const auto is_zero = [](std::uint8_t byte) { return byte == 0; };
    const bool is_mapped = bytes[10] == 0xFF && bytes[11] == 0xFF;
    const bool is_compatible = bytes[10] == 0 && bytes[11] == 0;
    return !(is_mapped || is_compatible) ||
           !std::all_of(bytes.begin(), bytes.begin() + 10, is_zero);
}

std::size_t address_bits(const IpAddress& address) {
    switch (address.family) {
        case Family::ipv4:
            return 32;
        case Family::ipv6:
            return 128;
        case Family::any:
            break;
    }
    return 0;
}

IpAddress network_part(const IpAddress& address, std::size_t prefix_bits) {
    IpAddress network = address;
    for (std::size_t i = 0; i < network.bytes.size(); ++i) {
        const std::size_t kept =
            prefix_bits > i * 8 ? std::min<std::size_t>(prefix_bits - i * 8, 8) : 0;
        network.bytes[i] = static_cast<std::uint8_t>(network.bytes[i] & (0xFF00U >> kept));
    }
    return network;
}

bool Network::contains(const IpAddress& candidate) const {
    // A network whose prefix is too long must not contain any address.
    if (address.family == Family::any || prefix_bits > address_bits(address)) return false;
    const std::size_t whole = prefix_bits / 8;
    const unsigned rest = prefix_bits % 8;
    if (candidate.family != address.family ||
        std::memcmp(candidate.bytes.data(), address.bytes.data(), whole) != 0) {
        return false;
    }
    return rest == 0 || (candidate.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

}  // namespace mpdisc
