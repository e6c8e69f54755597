// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

/// The system's calls for one signal.
namespace mpdisc::platform {

/// Sets how the signal is handled: without SA_RESTART, and with no other signal held back. False
/// with errno set.
bool set_handler(int signal_number, void (*handler)(int));

/// SIG_BLOCK or SIG_UNBLOCK of that signal alone; `before`, unless null, gets the mask as it was.
void change_mask(int how, int signal_number, sigset_t* before);

}  // namespace mpdisc::platform
