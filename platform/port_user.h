// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// No user has this number.
inline constexpr std::uint32_t nobody = UINT32_MAX;

/// The user that the UDP socket at this address of this host belongs to, or the one at its port on
/// the wildcard address; a number like user_id(), as this process's user namespace sees it.
/// `nobody` where there is no such socket. False where the system cannot tell, or there is not one
/// socket of the family.
[[nodiscard]] bool udp_port_user(const Endpoint& local, std::uint32_t& user);

}  // namespace mpdisc::platform
