// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::core {

/// The kind of address that the sender of a datagram has. A neighbour can choose among few IPv4
/// addresses in the network of its link. It can claim any number of other addresses.
enum class AddressKind : std::uint8_t {
    own,
    link_ipv4,
    other_ipv4,
    link_local_ipv6,
    other_ipv6,
};

/// A group of senders: those with that kind of address on that interface.
[[nodiscard]] constexpr std::uint64_t origin_group(std::uint32_t if_index, AddressKind kind) {
    return std::uint64_t{if_index} << 8 | static_cast<std::uint8_t>(kind);
}

}  // namespace mpdisc::core
