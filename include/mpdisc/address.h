// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// Network addresses as values: no system header, the same on every platform.
namespace mpdisc {

enum class Family : std::uint8_t { any = 0, ipv4 = 4, ipv6 = 6 };

/// An IPv4 or IPv6 address, in network byte order; `Family::any` is no address.
struct IpAddress {
    Family family = Family::any;
    /// IPv4 uses the first four bytes; the others are zero, so that values compare.
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c,
                                      std::uint8_t d);
    /// From 4 or 16 bytes; any other length gives no address.
    [[nodiscard]] static IpAddress from_bytes(std::span<const std::uint8_t> raw);
    [[nodiscard]] static IpAddress loopback(Family family);
    /// 255.255.255.255, which no router forwards.
    [[nodiscard]] static IpAddress link_broadcast() { return v4(255, 255, 255, 255); }

    /// The address's 4 or 16 bytes; empty for no address.
    [[nodiscard]] std::span<const std::uint8_t> raw() const;
    [[nodiscard]] bool is_loopback() const;
    /// fe80::/10 or 169.254.0.0/16.
    [[nodiscard]] bool is_link_local() const;
    /// 224.0.0.0/4 or ff00::/8.
    [[nodiscard]] bool is_multicast() const;
    [[nodiscard]] bool is_unspecified() const;
    /// Whether it can be the address of one host for other hosts. No loopback or multicast address
    /// can, nor 0.0.0.0/8, 240/4 with 255.255.255.255, ::/96 and ::ffff:0:0/96: an IPv4 address in
    /// IPv6's clothes never is on a network. Only a network's own broadcast address is not known
    /// without that network.
    [[nodiscard]] bool is_of_host() const;

    friend bool operator==(const IpAddress& a, const IpAddress& b);
};

/// Where a datagram comes from or goes to.
struct Endpoint {
    IpAddress address;
    /// Interface index of a link-local IPv6 address; else 0.
    std::uint32_t scope_id = 0;
    std::uint16_t port = 0;

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// An address range, as in `192.0.2.0/24`.
struct Network {
    IpAddress address;
    std::uint8_t prefix_bits = 0;

    [[nodiscard]] bool contains(const IpAddress& candidate) const;

    friend bool operator==(const Network&, const Network&) = default;
};

/// One address of one of the host's interfaces that are up.
struct InterfaceAddress {
    std::uint32_t if_index = 0;
    FixedString<63> if_name;
    IpAddress address;
    /// The host at the other end, where the link has two ends and the system knows them; else no
    /// address.
    IpAddress peer;
    /// Of the peer's network where there is a peer, else of the address's own.
    std::uint8_t prefix_bits = 0;
    /// The directed broadcast address (IPv4, where the interface has one); else no address.
    IpAddress broadcast;
    /// Of an IPv4 address: what is sent to 255.255.255.255 by this interface reaches all of its
    /// link, whatever networks they are in; not every system can do that.
    bool has_link_broadcast = false;
    bool is_loopback = false;
    bool can_multicast = false;
    /// It still works, but nobody new is to use it.
    bool is_deprecated = false;

    /// The addresses that are on the link because this one is there.
    [[nodiscard]] Network network() const {
        return {peer.family == Family::any ? address : peer, prefix_bits};
    }

    friend bool operator==(const InterfaceAddress&, const InterfaceAddress&) = default;
};

/// A network that a route puts on the link of an interface, without a router between.
struct OnLinkRoute {
    std::uint32_t if_index = 0;
    Network network;

    friend bool operator==(const OnLinkRoute&, const OnLinkRoute&) = default;
};

/// What the system tells of a host's interfaces. Views memory of its maker.
struct InterfaceList {
    /// Of interfaces that are up and speak for themselves.
    std::span<const InterfaceAddress> addresses{};
    /// What the networks of `addresses` do not say already.
    std::span<const OnLinkRoute> routes{};
    /// The interface that the owner asked for by name; 0: there is none of that name.
    std::uint32_t chosen = 0;
    /// There are more addresses, which had no room.
    bool is_truncated = false;
    /// The system tells only a part: no peers, no routes, perhaps no IPv6.
    bool is_partial = false;
};

/// Longest: an IPv6 address of 39 characters, or with an embedded IPv4 tail of 45.
using AddressText = FixedString<45>;

/// `192.0.2.1`, `fe80::1` (RFC 5952); empty for no address.
[[nodiscard]] AddressText to_text(const IpAddress& address);

/// Reads an IPv4 address in dotted decimal or an IPv6 address (RFC 4291, 2.2), without a scope.
/// False, `out` unchanged, for anything else.
[[nodiscard]] bool parse_address(std::string_view text, IpAddress& out);

/// Reads `ADDR/BITS`, or an address alone, which then is a network of its own.
/// Bits below the prefix are cleared. False, `out` unchanged, for anything else.
[[nodiscard]] bool parse_network(std::string_view text, Network& out);

}  // namespace mpdisc
