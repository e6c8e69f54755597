// SPDX-License-Identifier: MIT
#include "platform/common/unbound_ports.h"

#include <unistd.h>

#include "mpdisc/expects.h"
#include "platform/common/sockaddr.h"
#include "platform/posix/descriptors.h"

namespace mpdisc::platform {
namespace {

/// Binds the endpoint for a moment, which proves that no socket has it. Any error of the system
/// proves nothing. A program that binds the port at this very moment fails, and tries again.
bool can_be_bound(const Endpoint& endpoint) {
    const int trial = make_socket(endpoint.address.family, SOCK_DGRAM);
    if (trial == -1) return false;
    SocketAddress address;
    const socklen_t size = to_socket_address(endpoint, address);
    const bool is_bound = bind(trial, &address.any, size) == 0;
    close(trial);
    return is_bound;
}

}  // namespace

std::uint64_t find_unbound(std::span<const Endpoint> endpoints) {
    expects(endpoints.size() <= unbound_asked_max);
    std::uint64_t unbound = 0;
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        if (can_be_bound(endpoints[i])) unbound |= std::uint64_t{1} << i;
    }
    return unbound;
}

}  // namespace mpdisc::platform
