// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/fixed_string.h"

/// This process and this host.
namespace mpdisc::platform {

[[nodiscard]] std::uint32_t process_id();
/// The number of the effective user; 0 on systems without such numbers. A process of the same user
/// may take a port over: see UdpSocket::take_over().
[[nodiscard]] std::uint32_t user_id();
/// The host's name as the system has it. It may contain any bytes. Empty if there is none.
[[nodiscard]] FixedString<255> host_name();
/// The text for an error number of the operating system.
[[nodiscard]] FixedString<127> system_error_text(int error);

}  // namespace mpdisc::platform
