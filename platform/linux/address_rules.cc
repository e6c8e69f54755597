// SPDX-License-Identifier: MIT
#include "platform/linux/address_rules.h"

#include <linux/if_addr.h>

namespace mpdisc::platform {

bool is_unusable(std::uint32_t flags) {
    if ((flags & IFA_F_DADFAILED) != 0) return true;
    // An optimistic address may be used while it is being checked (RFC 4429).
    return (flags & IFA_F_TENTATIVE) != 0 && (flags & IFA_F_OPTIMISTIC) == 0;
}

bool is_deprecated(std::uint32_t flags) {
    return (flags & IFA_F_DEPRECATED) != 0;
}

// Not what the system says: where nobody named a broadcast address, that may be the interface's own
// or its peer's. The last address of the network has a route of its own in any case.
IpAddress last_address(const Network& network) {
    if (network.address.family != Family::ipv4 || network.prefix_bits > 30) return {};
    IpAddress last = network.address;
    for (std::size_t bit = network.prefix_bits; bit < 32; ++bit) {
        last.bytes[bit / 8] = static_cast<std::uint8_t>(last.bytes[bit / 8] | 0x80 >> bit % 8);
    }
    return last;
}

}  // namespace mpdisc::platform
