// SPDX-License-Identifier: MIT
#pragma once

#include "cli/poll_set.h"
#include "mpdisc/process.h"

namespace mpdisc::cli {

/// One wait of a program that a signal is to end: for what is in `set`, for a signal, and until
/// `deadline_us`. Returns exit_ok to go on, else the exit code with which to end now.
[[nodiscard]] int wait_or_end(PollSet& set, SignalWatch& signals, TimeUs deadline_us,
                              const char* program);

}  // namespace mpdisc::cli
