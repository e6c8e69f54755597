// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/process.h"

/// Behind mpdisc::SignalWatch; the contract is there.
namespace mpdisc::platform {

[[nodiscard]] bool signals_open();
void signals_close();
[[nodiscard]] PollEntry signals_poll_entry();
[[nodiscard]] Signal signals_next();

}  // namespace mpdisc::platform
