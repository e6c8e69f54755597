// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/poll_entry.h"
#include "platform/signals.h"

namespace mpdisc::platform {

/// A child process that was started here; -1 in both places means none.
struct ChildProcess {
    /// Readable when the child has ended.
    Handle watch = -1;
    /// The process id; on Windows a process HANDLE.
    std::intptr_t process = -1;
};

struct ChildEnd {
    /// 128 + `signal_number` if a signal ended the child.
    int exit_code = 0;
    /// 0 if the child exited; always 0 on Windows.
    int signal_number = 0;
};

/// Starts `argv`, which a null pointer ends. The program is looked for along PATH. It gets this
/// process's standard streams, and the signal handling that this process was started with. Returns
/// 0, or the system's error number; then nothing runs. If argv[0] cannot be executed, this call
/// MUST fail; it MUST NOT start a child that then fails. At most 8 children are watched at a time,
/// and SIGCHLD is taken over while there is one.
[[nodiscard]] int child_start(char* const argv[], ChildProcess& out);
[[nodiscard]] bool child_ended(const ChildProcess& child, ChildEnd& out);
void child_send(const ChildProcess& child, Signal signal);
/// Reaps the other children of this process that have ended, but not `child`.
void child_reap_others(const ChildProcess& child);
/// Closes the descriptors. A child that still runs goes on.
void child_release(ChildProcess& child);

/// Raises the soft limit of open descriptors to the hard limit, or to 65,536 if that is less: a
/// primary watches one descriptor for each secondary. A child gets the former limit back. Call this
/// before anything is opened. Does nothing on systems without such a limit.
void raise_descriptor_limit();

}  // namespace mpdisc::platform
