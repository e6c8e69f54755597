// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

namespace mpdisc::platform {

/// Calls sendmmsg(2). All unused bytes of the messages must be zero.
[[nodiscard]] int send_call(int descriptor, mmsghdr* messages, unsigned count, int flags);

}  // namespace mpdisc::platform
