// SPDX-License-Identifier: MIT
#include "platform/common/last_address.h"

namespace mpdisc::platform {

IpAddress last_address(const Network& network) {
    if (network.address.family != Family::ipv4 || network.prefix_bits > 30) return {};
    IpAddress last = network.address;
    for (std::size_t bit = network.prefix_bits; bit < 32; ++bit) {
        last.bytes[bit / 8] = static_cast<std::uint8_t>(last.bytes[bit / 8] | 0x80 >> bit % 8);
    }
    return last;
}

}  // namespace mpdisc::platform
