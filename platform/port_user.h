// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

enum class PortUserAnswer : std::uint8_t {
    /// The system has answered.
    told,
    /// The system showed no such socket, or could not be asked. A later answer may differ: while
    /// sockets come and go, the list of the system may lack a socket that exists.
    not_now,
    /// This system does not tell the users of sockets, or has no socket of the family.
    never,
};

/// Asks which user has the UDP socket at this address of this host, or the socket with this port on
/// the wildcard address. Sets `user` if the answer is `told`: a number like user_id(), in the user
/// namespace of this process.
[[nodiscard]] PortUserAnswer udp_port_user(const Endpoint& local, std::uint32_t& user);

/// Calls `tell(to, port, user)` for each UDP socket at this address of this host or on the wildcard
/// address. `user` is a number as in udp_port_user(). `told` means that the system has shown its
/// list, which may lack a socket.
[[nodiscard]] PortUserAnswer tell_udp_port_users(const IpAddress& local, void* to,
                                                 void (*tell)(void* to, std::uint16_t port,
                                                              std::uint32_t user));

}  // namespace mpdisc::platform
