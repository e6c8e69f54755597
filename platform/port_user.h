// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

enum class PortUserAnswer : std::uint8_t {
    told,
    /// The system showed no such socket, or could not be asked. The next answer may be another one:
    /// while sockets come and go, the system's list may lack one that is there.
    not_now,
    /// This system tells no user of any socket, or there is no socket of the family.
    never,
};

/// Asks which user has the UDP socket at this address of this host, or the one at its port on the
/// wildcard address. `user` is set if the answer is `told`: a number like user_id(), as this
/// process's user namespace sees it.
[[nodiscard]] PortUserAnswer udp_port_user(const Endpoint& local, std::uint32_t& user);

/// Calls `tell(to, port, user)` for each UDP socket at that address of this host or on the wildcard
/// address; the user as udp_port_user() gives it. `told`: the system has shown its list, which may
/// lack a socket all the same.
[[nodiscard]] PortUserAnswer tell_udp_port_users(const IpAddress& local, void* to,
                                                 void (*tell)(void* to, std::uint16_t port,
                                                              std::uint32_t user));

}  // namespace mpdisc::platform
