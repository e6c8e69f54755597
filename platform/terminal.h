// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/poll_entry.h"

/// The terminal of standard input and output, for a program that draws its whole screen: it reads
/// single keys, and waits for room before it writes.
namespace mpdisc::platform {

enum class TerminalKey : std::uint8_t {
    none,     ///< no key waits
    end,      ///< `q`, Ctrl-C or Ctrl-D; also if the terminal is gone
    suspend,  ///< Ctrl-Z
    other,
};

/// Whether this build can draw on terminals, on this system.
[[nodiscard]] bool terminal_available();
/// Whether standard input and output are terminals, and TERM names one that can be drawn on.
[[nodiscard]] bool terminal_can_draw();

/// Takes the terminal over: each key arrives at once, is not shown, and sends no signal. False if
/// the system refuses.
[[nodiscard]] bool terminal_take();
/// Gives the terminal the modes that it had before terminal_take(), which must have succeeded.
void terminal_give_back();

/// Ready once terminal_next_key() has a key.
[[nodiscard]] PollEntry terminal_keys();
/// The oldest key that was not returned yet. Never waits.
[[nodiscard]] TerminalKey terminal_next_key();
/// Ready once the terminal has room for output.
[[nodiscard]] PollEntry terminal_room();

/// Suspends the job of this program, as Ctrl-Z does. Returns when the shell continues it, or at
/// once if no shell could.
void terminal_suspend();

}  // namespace mpdisc::platform
