// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/fixed_string.h"

/// Network addresses as plain values, the same on every platform. No system header is needed.
namespace mpdisc {

enum class Family : std::uint8_t { any = 0, ipv4 = 4, ipv6 = 6 };

/// An IPv4 or IPv6 address, in network byte order. `Family::any` means no address.
struct IpAddress {
    Family family = Family::any;
    /// IPv4 uses the first four bytes. The others are zero, so that addresses can be compared.
    std::array<std::uint8_t, 16> bytes{};

    [[nodiscard]] static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c,
                                      std::uint8_t d);
    /// Makes an address of 4 or 16 bytes. Any other length gives no address.
    [[nodiscard]] static IpAddress from_bytes(std::span<const std::uint8_t> raw);
    [[nodiscard]] static IpAddress loopback(Family family);
    /// 255.255.255.255, which no router forwards.
    [[nodiscard]] static IpAddress link_broadcast() { return v4(255, 255, 255, 255); }

    /// The 4 or 16 bytes of the address; empty for no address.
    [[nodiscard]] std::span<const std::uint8_t> raw() const;
    [[nodiscard]] bool is_loopback() const;
    /// fe80::/10 or 169.254.0.0/16.
    [[nodiscard]] bool is_link_local() const;
    /// 224.0.0.0/4 or ff00::/8.
    [[nodiscard]] bool is_multicast() const;
    [[nodiscard]] bool is_unspecified() const;
    /// Whether other hosts can reach one host at this address. False for loopback and multicast
    /// addresses, 0.0.0.0/8, 240.0.0.0/4 with 255.255.255.255, ::/96, and IPv4-mapped addresses
    /// (::ffff:0:0/96), which no network carries. True also for the directed broadcast address of a
    /// network, because the address alone does not tell the network.
    [[nodiscard]] bool is_of_host() const;

    friend bool operator==(const IpAddress& a, const IpAddress& b);
};

/// "any", "ipv4" or "ipv6".
[[nodiscard]] const char* to_text(Family family);

/// Where a datagram comes from or goes to.
struct Endpoint {
    IpAddress address;
    /// The interface index for a link-local IPv6 address, otherwise 0.
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

/// One address of an interface of this host that is up.
struct InterfaceAddress {
    std::uint32_t if_index = 0;
    FixedString<63> if_name;
    IpAddress address;
    /// The address of the other end, if the link has two ends and the system tells it. Otherwise no
    /// address.
    IpAddress peer;
    /// The prefix length of the network of `peer`, or of `address` if there is no peer.
    std::uint8_t prefix_bits = 0;
    /// The directed broadcast address, if this is an IPv4 address and the interface has one.
    /// Otherwise no address.
    IpAddress broadcast;
    /// For an IPv4 address: whether a datagram to 255.255.255.255 by this interface reaches the
    /// whole link, in whatever networks its hosts are. Not every system can send it by one
    /// interface.
    bool has_link_broadcast = false;
    bool is_loopback = false;
    bool can_multicast = false;
    /// The address still works, but new connections should not use it (RFC 4862, 5.5.4).
    bool is_deprecated = false;

    /// The network that is on the link because of this address.
    [[nodiscard]] Network network() const {
        return {peer.family == Family::any ? address : peer, prefix_bits};
    }

    friend bool operator==(const InterfaceAddress&, const InterfaceAddress&) = default;
};

/// A network that a route declares to be on the link of an interface, without a router between.
struct OnLinkRoute {
    std::uint32_t if_index = 0;
    Network network;

    friend bool operator==(const OnLinkRoute&, const OnLinkRoute&) = default;
};

/// The interfaces of this host, as the system lists them. A view: the memory belongs to the maker
/// of the list.
struct InterfaceList {
    /// The addresses of the interfaces that are up. Ports of a bridge, bond or team are left out.
    std::span<const InterfaceAddress> addresses{};
    /// The on-link networks that `addresses` do not imply.
    std::span<const OnLinkRoute> routes{};
    /// The index of the interface that the owner asked for by name; 0 if there is none of that
    /// name.
    std::uint32_t chosen = 0;
    /// There are more addresses than had room.
    bool is_truncated = false;
    /// The system tells only a part: no peers, no routes, perhaps no IPv6 addresses.
    bool is_partial = false;
};

/// The longest text is an IPv6 address with an IPv4 tail, of 45 characters. Without the tail it is
/// 39.
using AddressText = FixedString<45>;

/// Writes an address: `192.0.2.1`, `fe80::1` (RFC 5952). Empty for no address.
[[nodiscard]] AddressText to_text(const IpAddress& address);

/// The longest text is the one of an IPv6 address with its interface.
using ScopedAddressText = FixedString<45 + 1 + 63>;

/// Writes an address, and after an IPv6 link-local one `%` and the interface, as getaddrinfo(3)
/// takes it: `fe80::1%eth0`. The interface's name may contain any character, and has at most
/// limits::interface_name_max bytes.
[[nodiscard]] ScopedAddressText to_text(const IpAddress& address, std::string_view interface_name);

/// The longest text is the one of an IPv6 address with its interface.
using EndpointText = FixedString<1 + 45 + 1 + 63 + 1 + 1 + 5>;

/// Writes such an address and a port: `192.0.2.1:631`, `[fe80::1%eth0]:631`. Leaves the port out if
/// it is 0, and then brackets, too. Empty for no address.
[[nodiscard]] EndpointText to_text(const IpAddress& address, std::string_view interface_name,
                                   std::uint16_t port);
/// The same with the scope of an endpoint, which is a number: `[fe80::1%2]:631`.
[[nodiscard]] EndpointText to_text(const Endpoint& endpoint);

/// Reads an IPv4 address in dotted decimal, or an IPv6 address (RFC 4291, 2.2) without a scope. On
/// any other text it returns false and leaves `out` unchanged.
[[nodiscard]] bool parse_address(std::string_view text, IpAddress& out);

/// Reads `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`, without a scope. An IPv6 address with a
/// port needs the brackets. Without a port, the port is 0. On any other text it returns false and
/// leaves `out` unchanged.
[[nodiscard]] bool parse_endpoint(std::string_view text, Endpoint& out);

/// Reads `ADDR/BITS`, or a single address, which is a network of its own. Clears the bits below the
/// prefix. On any other text it returns false and leaves `out` unchanged.
[[nodiscard]] bool parse_network(std::string_view text, Network& out);

}  // namespace mpdisc
