// SPDX-License-Identifier: MIT
#include "platform/bsd/local_addresses.h"

#include <net/if.h>

#include "platform/bsd/interface_sockaddr.h"

namespace mpdisc::platform {
namespace {

bool is_broadcast_of(const ifaddrs& entry, const IpAddress& own, const IpAddress& destination) {
    if ((entry.ifa_flags & IFF_BROADCAST) == 0) return false;
    const IpAddress mask = read_interface_address(entry, entry.ifa_netmask);
    for (std::size_t i = 0; i < own.raw().size(); ++i) {
        const unsigned last = own.bytes[i] | (~mask.bytes[i] & 0xffU);
        if (destination.bytes[i] != last) return false;
    }
    return true;
}

}  // namespace

LocalAddresses::~LocalAddresses() {
    if (first_ != nullptr) freeifaddrs(first_);
}

IpAddress LocalAddresses::find_answer_address(const IpAddress& destination) {
    if (destination == IpAddress::loopback(Family::ipv4)) return destination;
    if (!is_listed_ && getifaddrs(&first_) != 0) first_ = nullptr;
    is_listed_ = true;
    IpAddress found;
    for (const ifaddrs* entry = first_; entry != nullptr; entry = entry->ifa_next) {
        const IpAddress own = read_interface_address(*entry, entry->ifa_addr);
        if (own.family != Family::ipv4) continue;
        if (own == destination) return own;
        if (is_broadcast_of(*entry, own, destination)) found = own;
    }
    return found;
}

}  // namespace mpdisc::platform
