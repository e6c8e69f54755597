// SPDX-License-Identifier: MIT
#pragma once

#include "platform/common/sockaddr.h"

namespace mpdisc::platform {

/// Whether the TCP socket is connected to another socket. False if it is not connected, or to
/// itself.
[[nodiscard]] bool has_other_peer(NativeSocket socket);

}  // namespace mpdisc::platform
