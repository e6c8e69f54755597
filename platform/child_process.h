// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "mpdisc/poll_entry.h"
#include "platform/signals.h"

namespace mpdisc::platform {

/// The most children that run at a time.
inline constexpr std::size_t children_max = 8;

/// What a child gets besides its arguments.
struct ChildOptions {
    /// Variables for its environment: `NAME=VALUE`, each one with a NUL at its end. It gets the
    /// other variables from this process.
    std::string_view variables;
    /// Variables of this process whose names begin with this text are left out. Empty: none are.
    std::string_view hidden_prefix;
    /// Whether it reads the standard input of this process. If not, its input is empty.
    bool has_input = true;
    /// Whether it writes to the standard output of this process. If not, its output is dropped.
    bool has_output = true;
    /// If it is not 0, the child leads a process group of its own, and gets SIGALRM after this time
    /// even if this process is gone. Windows has neither.
    std::uint32_t lifetime_ms = 0;
};

/// A child process of this process. Both members are -1 if there is none.
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

/// Looks for the program that child_start() starts by this name. Returns 0 if it is there and can
/// be executed, and the system's error number if it is not. A start may fail nevertheless.
[[nodiscard]] int find_program(const char* name);
/// Starts the program argv[0] and searches PATH for it. `argv` ends with a null pointer. The child
/// gets the standard streams of this process, and the signal handling that this process was started
/// with. Returns 0, or the system's error number if nothing was started. If argv[0] cannot be
/// executed, this call MUST fail; it MUST NOT start a child that then fails. At most `children_max`
/// children run at a time. While there is one, this process handles SIGCHLD.
[[nodiscard]] int child_start(char* const argv[], const ChildOptions& options, ChildProcess& out);
/// True once the child has ended.
[[nodiscard]] bool child_ended(const ChildProcess& child, ChildEnd& out);
void child_send(const ChildProcess& child, Signal signal);
/// Ends a child that has a lifetime, and all processes of its group, at once. Also for a child that
/// has ended and left others behind.
void child_kill(const ChildProcess& child);
/// Reaps the children of this process that have ended, but none between its start by child_start()
/// and its child_release().
void child_reap_others();
/// Closes the descriptors. A child that still runs continues.
void child_release(ChildProcess& child);

/// The shell that runs a command given after "-c"; null if the system has none.
[[nodiscard]] const char* command_shell();

/// Raises the soft limit of open descriptors to the hard limit, but at most to 65,536. A primary
/// has one descriptor for each secondary. Children get the former limit. Call this before anything
/// is opened. Does nothing on systems without such a limit.
void raise_descriptor_limit();

}  // namespace mpdisc::platform
