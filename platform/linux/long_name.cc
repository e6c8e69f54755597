// SPDX-License-Identifier: MIT
#include "platform/linux/long_name.h"

#include <algorithm>
#include <array>

#include "mpdisc/limits.h"
#include "platform/linux/netlink.h"

namespace mpdisc::platform {
namespace {

constexpr std::uint16_t alternative_name = 53;  // IFLA_ALT_IFNAME

}  // namespace

std::uint32_t index_of_long_name(std::string_view name) {
    struct {
        rtattr header{};
        std::array<char, limits::interface_name_max + 1> name{};
    } attribute;
    if (name.size() >= attribute.name.size()) return 0;
    attribute.header = {static_cast<unsigned short>(sizeof attribute.header + name.size() + 1),
                        alternative_name};
    std::copy(name.begin(), name.end(), attribute.name.begin());
    const NetlinkBytes bytes{reinterpret_cast<const std::uint8_t*>(&attribute),
                             RTA_ALIGN(attribute.header.rta_len)};
    NetlinkReader reader;
    std::uint32_t index = 0;
    const auto read_index = [&](const NetlinkMessage& message) {
        index = static_cast<std::uint32_t>(read_struct<ifinfomsg>(message.bytes).ifi_index);
        return true;
    };
    if (!reader.open()) return 0;
    (void)reader.get(RTM_GETLINK, ifinfomsg{}, bytes, read_index);
    return index;
}

}  // namespace mpdisc::platform
