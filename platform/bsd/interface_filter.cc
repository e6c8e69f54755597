// SPDX-License-Identifier: MIT
#include "platform/bsd/interface_filter.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

// This header does not include the above. Cross compilers for macOS may lack it.
#if __has_include(<netinet6/in6_var.h>)
#include <netinet/in_var.h>
#include <netinet6/in6_var.h>
#define MPDISC_HAS_ADDRESS_FLAGS
#endif

#include <algorithm>

#include "platform/bsd/descriptor_flags.h"
#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

#ifdef MPDISC_HAS_ADDRESS_FLAGS
namespace {

/// A tentative address counts as usable, because not every system reports when the check of the
/// address has ended, after a second or two.
constexpr int unusable_flags = IN6_IFF_DEPRECATED | IN6_IFF_DUPLICATED;

bool is_unusable(int socket, const InterfaceAddress& entry) {
    if (entry.address.family != Family::ipv6 || entry.is_loopback) return false;
    in6_ifreq request{};
    const std::string_view name = entry.if_name.view();
    if (name.size() >= sizeof request.ifr_name) return false;
    std::copy(name.begin(), name.end(), request.ifr_name);
    request.ifr_addr.sin6_len = sizeof request.ifr_addr;
    request.ifr_addr.sin6_family = AF_INET6;
    request.ifr_addr.sin6_addr = to_in6_addr(entry.address);
    if (entry.address.is_link_local()) request.ifr_addr.sin6_scope_id = entry.if_index;
    // If the address has gone meanwhile, the next notice says so.
    if (ioctl(socket, SIOCGIFAFLAG_IN6, &request) != 0) return false;
    return (request.ifr_ifru.ifru_flags6 & unusable_flags) != 0;
}

}  // namespace

std::size_t remove_unusable(std::span<InterfaceAddress> list) {
    const int asking = with_descriptor_flags(socket(AF_INET6, SOCK_DGRAM, 0), false);
    if (asking == -1) return list.size();
    const auto rest = std::ranges::remove_if(
        list, [&](const InterfaceAddress& entry) { return is_unusable(asking, entry); });
    close(asking);
    return list.size() - rest.size();
}
#else
std::size_t remove_unusable(std::span<InterfaceAddress> list) {
    return list.size();
}
#endif

}  // namespace mpdisc::platform
