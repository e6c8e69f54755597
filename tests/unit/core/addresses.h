// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "mpdisc/address.h"

/// Short ways to write addresses and interfaces in tests.
namespace mpdisc::test {

inline IpAddress ip(std::string_view text) {
    IpAddress address;
    EXPECT_TRUE(parse_address(text, address)) << text;
    return address;
}

inline Endpoint endpoint(std::string_view address, std::uint16_t port, std::uint32_t scope = 0) {
    return {ip(address), scope, port};
}

inline InterfaceAddress interface_address(std::uint32_t if_index, std::string_view name,
                                          std::string_view network,
                                          std::string_view broadcast = {}) {
    InterfaceAddress entry;
    entry.if_index = if_index;
    EXPECT_TRUE(entry.if_name.assign(name));
    const std::size_t slash = network.find('/');
    entry.address = ip(network.substr(0, slash));
    entry.prefix_bits =
        static_cast<std::uint8_t>(std::stoi(std::string(network.substr(slash + 1))));
    if (!broadcast.empty()) entry.broadcast = ip(broadcast);
    entry.is_loopback = name == "lo";
    entry.can_multicast = name != "lo";
    return entry;
}

inline constexpr std::uint32_t lo = 1;
inline constexpr std::uint32_t eth0 = 2;
inline constexpr std::uint32_t eth1 = 3;

/// Loopback, eth0 with IPv4 and IPv6, and eth1 with IPv4.
inline std::vector<InterfaceAddress> usual_interfaces() {
    return {interface_address(lo, "lo", "127.0.0.1/8"),
            interface_address(lo, "lo", "::1/128"),
            interface_address(eth0, "eth0", "192.0.2.10/24", "192.0.2.255"),
            interface_address(eth0, "eth0", "2001:db8::10/64"),
            interface_address(eth0, "eth0", "fe80::a/64"),
            interface_address(eth1, "eth1", "198.51.100.10/24", "198.51.100.255")};
}

/// The list that the system would give for these addresses. `chosen` names the interface that the
/// owner has chosen; empty for none.
inline InterfaceList list_of(const std::vector<InterfaceAddress>& addresses,
                             std::string_view chosen = {}) {
    InterfaceList list;
    list.addresses = addresses;
    for (const InterfaceAddress& entry : addresses) {
        if (entry.if_name.view() == chosen) list.chosen = entry.if_index;
    }
    return list;
}

}  // namespace mpdisc::test
