// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

namespace mpdisc::platform {

/// In a child before exec, with all signals blocked: gives every signal that signals_open() took
/// over the handling that the process was started with.
void signals_restore_for_exec();

/// As `original` was, but for a handler: exec would reset that, and until then it is not to run.
void restore_for_exec(int signal_number, const struct sigaction& original);

}  // namespace mpdisc::platform
