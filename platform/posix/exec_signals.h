// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

namespace mpdisc::platform {

/// In a child before exec, with all signals blocked: gives each signal whose handling
/// platform/signals.h changed the handling that the process was started with.
void signals_restore_for_exec();

/// Sets the handling to `original`, or to the default if `original` has a handler. exec would do
/// the same, but the handler must not run before.
void restore_for_exec(int signal_number, const struct sigaction& original);

}  // namespace mpdisc::platform
