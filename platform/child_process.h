// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/process.h"

/// Behind mpdisc::Command and raise_descriptor_limit(); the contracts are there.
namespace mpdisc::platform {

struct ChildProcess {
    /// Readable when the child has ended.
    Handle watch = -1;
    /// Process id; on Windows a process HANDLE.
    std::intptr_t process = -1;
};

struct ChildEnd {
    /// 128 + `signal_number` where there is one.
    int exit_code = 0;
    /// 0: the child exited; always so on Windows.
    int signal_number = 0;
};

/// Returns 0, or the system's error number. An argv[0] that cannot be executed MUST be reported
/// here, not by a child that fails.
[[nodiscard]] int child_start(char* const argv[], ChildProcess& out);
[[nodiscard]] bool child_ended(ChildProcess& child, ChildEnd& out);
void child_send(const ChildProcess& child, Signal signal);
/// Reaps the other children of this process that have ended; `child` stays as it is.
void child_reap_others(const ChildProcess& child);
/// Gives up the descriptors; the child goes on.
void child_release(ChildProcess& child);

void raise_descriptor_limit();

}  // namespace mpdisc::platform
