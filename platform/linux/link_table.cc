// SPDX-License-Identifier: MIT
#include "platform/linux/link_table.h"

#include <net/if.h>

#include <algorithm>
#include <string_view>

#include "mpdisc/text.h"
#include "platform/common/last_address.h"
#include "platform/linux/address_rules.h"

namespace mpdisc::platform {
namespace {

/// The text of an attribute, without the NUL at its end.
std::string_view text_of(NetlinkBytes value) {
    const std::string_view text(reinterpret_cast<const char*>(value.data()), value.size());
    return slice(text, 0, std::min(text.find('\0'), text.size()));
}

/// Whether the interface is a port, so that its master receives everything. An interface in a VRF
/// has a master as well, but receives its own datagrams.
bool is_port(NetlinkBytes attributes) {
    if (find_attribute(attributes, IFLA_MASTER).empty()) return false;
    const NetlinkBytes info = find_attribute(attributes, IFLA_LINKINFO);
    return text_of(find_attribute(info, IFLA_INFO_SLAVE_KIND)) != "vrf";
}

}  // namespace

void LinkTable::add(const NetlinkMessage& message) {
    const auto fixed = read_struct<ifinfomsg>(message.bytes);
    if (message.type != RTM_NEWLINK || !is_interface_usable(fixed.ifi_flags)) return;
    const NetlinkBytes attributes = message.attributes<ifinfomsg>();
    if (is_port(attributes)) return;
    Link link{static_cast<std::uint32_t>(fixed.ifi_index), fixed.ifi_flags, {}};
    const std::string_view name = text_of(find_attribute(attributes, IFLA_IFNAME));
    std::copy_n(name.begin(), std::min(name.size(), link.name.size() - 1), link.name.begin());
    is_full_ = count_ == links_.size();
    if (!is_full_) links_[count_++] = link;
}

const LinkTable::Link* LinkTable::find(std::uint32_t if_index) const {
    for (std::size_t i = 0; i < count_; ++i) {
        if (links_[i].index == if_index) return &links_[i];
    }
    return nullptr;
}

bool LinkTable::describe(InterfaceAddress& entry) const {
    const Link* const link = find(entry.if_index);
    if (link == nullptr) return false;
    entry.is_loopback = (link->flags & IFF_LOOPBACK) != 0;
    entry.can_multicast = (link->flags & IFF_MULTICAST) != 0;
    if ((link->flags & IFF_BROADCAST) != 0 && entry.address.family == Family::ipv4) {
        entry.broadcast = last_address(entry.network());
        entry.has_link_broadcast = true;
    }
    return entry.if_name.assign(link->name.data());
}

}  // namespace mpdisc::platform
