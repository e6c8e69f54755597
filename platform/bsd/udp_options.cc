// SPDX-License-Identifier: MIT
#include "platform/posix/udp_options.h"

#include "platform/bsd/ipv4_packet_info.h"

namespace mpdisc::platform {
namespace {

/// Room for the largest datagram on loopback. The default of these systems is 9 KB.
constexpr int buffer_min = 1 << 17;
constexpr int large_buffer = 1 << 20;

/// If a buffer is too large, the system refuses it instead of granting less.
void ask_for_buffer(int descriptor, int option, int size) {
    while (!set_option(descriptor, SOL_SOCKET, option, size) && size > buffer_min) size /= 2;
}

}  // namespace

// These systems cannot bind an address that is down.
bool set_system_options(int descriptor, const UdpSocketOptions& options) {
    const int size = options.large_buffers ? large_buffer : buffer_min;
    if (!options.send_only) ask_for_buffer(descriptor, SO_RCVBUF, size);
    ask_for_buffer(descriptor, SO_SNDBUF, size);
    // On these systems SO_REUSEADDR shares a port only between different addresses.
    if (options.is_shared && !set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)) return false;
    return options.family == Family::ipv4
               ? ask_for_ipv4_packet_info(descriptor)
               : set_option(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

}  // namespace mpdisc::platform
