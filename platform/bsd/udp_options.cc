// SPDX-License-Identifier: MIT
#include "platform/posix/udp_options.h"

#include "platform/bsd/ipv4_packet_info.h"

namespace mpdisc::platform {
namespace {

/// At least what a datagram over loopback may have; by default these systems take 9 KB.
constexpr int buffer_min = 1 << 17;
constexpr int large_buffer = 1 << 20;

/// A buffer that is larger than allowed is refused, not made smaller.
void ask_for_buffer(int descriptor, int option, int size) {
    while (!set_option(descriptor, SOL_SOCKET, option, size) && size > buffer_min) size /= 2;
}

}  // namespace

// Nothing here lets an address be bound that is down.
bool set_system_options(int descriptor, const UdpSocketOptions& options) {
    const int size = options.large_buffers ? large_buffer : buffer_min;
    if (!options.send_only) ask_for_buffer(descriptor, SO_RCVBUF, size);
    ask_for_buffer(descriptor, SO_SNDBUF, size);
    return options.family == Family::ipv4
               ? ask_for_ipv4_packet_info(descriptor)
               : set_option(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

}  // namespace mpdisc::platform
