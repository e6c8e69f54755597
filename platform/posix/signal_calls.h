// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

/// System calls that change one signal.
namespace mpdisc::platform {

/// Sets the handler of the signal, without SA_RESTART and without blocking other signals meanwhile.
/// False with errno set on an error.
bool set_handler(int signal_number, void (*handler)(int));

/// Blocks (SIG_BLOCK) or unblocks (SIG_UNBLOCK) one signal. `before`, unless null, gets the former
/// mask.
void change_mask(int how, int signal_number, sigset_t* before);

}  // namespace mpdisc::platform
