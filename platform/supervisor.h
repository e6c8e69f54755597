// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "mpdisc/types.h"

/// The program that started this one and wants to know how it is, as systemd does. Windows has
/// none.
namespace mpdisc::platform {

/// Whether this build can tell a supervisor anything.
[[nodiscard]] bool supervisor_available();

/// What a supervisor wants.
struct SupervisorWishes {
    /// It listens at $NOTIFY_SOCKET (sd_notify(3)).
    bool listens = false;
    /// The longest time between two signs of life; 0: it wants none.
    TimeUs watchdog_us = 0;
};
/// Reads the wishes from the environment, and removes them there: a child must not believe that it
/// is meant. Call this once, before other functions.
[[nodiscard]] SupervisorWishes read_supervisor_wishes();
/// Sends lines `NAME=VALUE` in one message: `text` and then `rest`. Never blocks. False if the
/// supervisor does not take the message now but may take it later.
[[nodiscard]] bool tell_supervisor(const char* text, std::string_view rest);

/// Keeps an open descriptor from children. False if it is not open.
[[nodiscard]] bool claim_descriptor(int descriptor);
/// Writes a newline to a descriptor and closes it, which tells that this program is ready. False,
/// and the descriptor stays open, if it takes nothing at the moment.
[[nodiscard]] bool tell_ready(int descriptor);

}  // namespace mpdisc::platform
