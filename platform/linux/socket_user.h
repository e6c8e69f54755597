// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Asks by sock_diag(7) for the user of the UDP socket that gets what is sent to `local`. That
/// takes the same time however many sockets there are. False if there is no such socket, or the
/// kernel does not tell. Always false in minimal builds, which read the table of all sockets
/// instead.
[[nodiscard]] bool ask_socket_user(const Endpoint& local, std::uint32_t& user);

}  // namespace mpdisc::platform
