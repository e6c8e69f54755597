// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/process.h"

/// Behind mpdisc::SignalWatch and the functions beside it; the contract is there.
namespace mpdisc::platform {

[[nodiscard]] bool signals_open(SignalSet set);
void signals_close();
[[nodiscard]] PollEntry signals_poll_entry();
[[nodiscard]] Signal signals_next();
void signals_ignore_closed_pipes();
void signals_ignore_children();
[[nodiscard]] bool has_terminal();
[[noreturn]] void end_by_signal(int number);

}  // namespace mpdisc::platform
