// SPDX-License-Identifier: MIT
#include "platform/posix/udp_options.h"

#include <netinet/in.h>

namespace mpdisc::platform {

bool set_system_options(int descriptor, const UdpSocketOptions& options) {
    // By default a socket gets what is sent to any group that anybody on the host has joined.
    // A kernel too old to change that for IPv6 (before 4.20) is put up with.
    if (options.family == Family::ipv4) {
        if (options.address_may_be_down && !set_option(descriptor, IPPROTO_IP, IP_FREEBIND, 1)) {
            return false;
        }
        return set_option(descriptor, IPPROTO_IP, IP_PKTINFO, 1) &&
               set_option(descriptor, IPPROTO_IP, IP_MULTICAST_ALL, 0);
    }
    // IPv6 sockets take IPv4's option too, and unlike their own every kernel has it.
    if (options.address_may_be_down && !set_option(descriptor, IPPROTO_IP, IP_FREEBIND, 1)) {
        return false;
    }
#ifdef IPV6_MULTICAST_ALL
    (void)set_option(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
#endif
    return set_option(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

}  // namespace mpdisc::platform
