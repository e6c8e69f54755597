// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/poll_entry.h"
#include "platform/win32/system.h"

/// A Handle is a number, as a SOCKET is. The HANDLE of an event or process has a pointer type, but
/// is no address.
namespace mpdisc::platform {

[[nodiscard]] inline HANDLE to_handle(Handle handle) {
    return reinterpret_cast<HANDLE>(handle);  // NOLINT(performance-no-int-to-ptr)
}

[[nodiscard]] inline Handle from_handle(HANDLE handle) {
    return reinterpret_cast<Handle>(handle);
}

}  // namespace mpdisc::platform
