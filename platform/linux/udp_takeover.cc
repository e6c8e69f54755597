// SPDX-License-Identifier: MIT
#include "platform/posix/udp_takeover.h"

#include <linux/filter.h>
#include <sys/socket.h>

#include <cerrno>

#include "platform/linux/udp_table.h"
#include "platform/posix/udp_options.h"

// Sockets of one user that set SO_REUSEPORT share an address and port, as a group in order of their
// coming, over which the kernel spreads unicasts by a hash, unless a program picks the member. A
// socket that sets it only once it is bound has still refused all that came before, and goes on
// refusing those that do not set it before they bind.

namespace mpdisc::platform {
namespace {

std::uint32_t count_wildcard_sockets(const Endpoint& wildcard) {
    UdpTable table(wildcard.address.family);
    UdpTableEntry entry;
    std::uint32_t count = 0;
    while (table.next(entry)) {
        if (entry.address.is_unspecified() && entry.port == wildcard.port) ++count;
    }
    return count;
}

/// Whichever member of the group sets it, it is the group's.
bool pick_member(int descriptor, std::uint32_t index) {
    sock_filter always_it{BPF_RET | BPF_K, 0, 0, index};
    const sock_fprog program{1, &always_it};
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program) ==
           0;
}

}  // namespace

std::size_t UdpSocket::count_rivals() const {
    Endpoint wildcard;
    wildcard.address.family = family_;
    wildcard.port = port_;
    const std::uint32_t all = count_wildcard_sockets(wildcard);
    return all == 0 ? 0 : all - 1;
}

bool bind_taking_over(int descriptor, const SocketAddress& address, socklen_t size) {
    // Counted before, so that nothing but the two calls lies between the hash and its end.
    const std::uint32_t others = count_wildcard_sockets(to_endpoint(address));
    // Without others, or where they cannot be counted, only an exclusive bind is right.
    if (others != 0 && !set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)) return false;
    if (bind(descriptor, &address.any, size) != 0) return false;
    if (others == 0 || pick_member(descriptor, others)) return true;
    errno = EOPNOTSUPP;
    return false;
}

bool UdpSocket::allow_takeover() {
    // Where not even this one is seen in the table, nobody could count whom to outlast.
    Endpoint wildcard;
    wildcard.address.family = family_;
    wildcard.port = port_;
    return count_wildcard_sockets(wildcard) != 0 &&
           set_option(static_cast<int>(handle_), SOL_SOCKET, SO_REUSEPORT, 1);
}

}  // namespace mpdisc::platform
