// SPDX-License-Identifier: MIT
#pragma once

#include <sys/socket.h>

namespace mpdisc::platform {

/// sendmmsg(2). In the messages all bytes that mean nothing are zero.
[[nodiscard]] int send_call(int descriptor, mmsghdr* messages, unsigned count, int flags);

}  // namespace mpdisc::platform
