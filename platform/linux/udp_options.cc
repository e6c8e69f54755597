// SPDX-License-Identifier: MIT
#include "platform/posix/udp_options.h"

#include <netinet/in.h>

namespace mpdisc::platform {

bool set_system_options(int descriptor, const UdpSocketOptions& options) {
    // IPv6 sockets accept the IPv4 option IP_FREEBIND, too. Unlike IPV6_FREEBIND, every kernel has
    // it.
    if (options.address_may_be_down && !set_option(descriptor, IPPROTO_IP, IP_FREEBIND, 1)) {
        return false;
    }
    // Sockets of any users share a port if all of them set this. SO_REUSEPORT would spread unicasts
    // over the sockets of one user.
    if (options.is_shared && !set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)) return false;
    if (options.family == Family::ipv4) {
        if (options.reports_refusals && !set_option(descriptor, IPPROTO_IP, IP_RECVERR, 1)) {
            return false;
        }
        // By default a socket receives what is sent to any group that any socket of the host has
        // joined. A system that cannot change this, such as the emulation in QEMU, is tolerated.
        (void)set_option(descriptor, IPPROTO_IP, IP_MULTICAST_ALL, 0);
        return set_option(descriptor, IPPROTO_IP, IP_PKTINFO, 1);
    }
    // The same for IPv6. Kernels before 4.20 lack it.
#ifdef IPV6_MULTICAST_ALL
    (void)set_option(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
#endif
    if (options.reports_refusals && !set_option(descriptor, IPPROTO_IPV6, IPV6_RECVERR, 1)) {
        return false;
    }
    return set_option(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

}  // namespace mpdisc::platform
