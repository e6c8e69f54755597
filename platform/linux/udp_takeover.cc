// SPDX-License-Identifier: MIT
#include "platform/posix/udp_takeover.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include <cerrno>

#include "platform/linux/udp_table.h"
#include "platform/posix/udp_options.h"

// Sockets of one user that set SO_REUSEPORT can share an address and port. They form a group in the
// order in which they were bound. The kernel spreads unicasts over the group by a hash, unless a
// BPF program picks the member. A socket that sets SO_REUSEPORT only after it was bound still
// refuses every plain bind, before and after.

namespace mpdisc::platform {
namespace {

std::uint32_t count_wildcard_sockets(Family family, std::uint16_t port) {
    UdpTable table(family);
    UdpTableEntry entry;
    std::uint32_t count = 0;
    while (table.next(entry)) {
        if (entry.address.is_unspecified() && entry.port == port) ++count;
    }
    return count;
}

/// Gives all unicasts to the member with this index. Any member may set this for the group.
bool pick_member(int descriptor, std::uint32_t index) {
    sock_filter return_index{BPF_RET | BPF_K, 0, 0, index};
    const sock_fprog program{1, &return_index};
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program) ==
           0;
}

}  // namespace

std::size_t UdpSocket::count_rivals() const {
    const std::uint32_t all = count_wildcard_sockets(family_, port_);
    return all == 0 ? 0 : all - 1;
}

bool bind_taking_over(int descriptor, const SocketAddress& address, socklen_t size) {
    // Counted before the bind, so that the hash spreads unicasts only between these two calls.
    const Endpoint wildcard = to_endpoint(address);
    const std::uint32_t others = count_wildcard_sockets(wildcard.address.family, wildcard.port);
    // If there are no others, or they cannot be counted, only an exclusive bind is right.
    if (others != 0 && !set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)) return false;
    if (bind(descriptor, &address.any, size) != 0) return false;
    if (others == 0 || pick_member(descriptor, others)) return true;
    errno = EOPNOTSUPP;
    return false;
}

bool receive_only_from(int descriptor, const Endpoint& peer) {
    SocketAddress address;
    const socklen_t size = to_socket_address(peer, address);
    return connect(descriptor, &address.any, size) == 0;
}

bool UdpSocket::allow_takeover() {
    // If the table does not show this socket, a successor cannot count the sockets before its own.
    return count_wildcard_sockets(family_, port_) != 0 &&
           set_option(static_cast<int>(handle_), SOL_SOCKET, SO_REUSEPORT, 1);
}

}  // namespace mpdisc::platform
