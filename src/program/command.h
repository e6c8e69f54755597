// SPDX-License-Identifier: MIT
#pragma once

#include "platform/child_process.h"
#include "program/signals.h"

namespace mpdisc {

using platform::ChildOptions;
using platform::children_max;
using platform::command_shell;
using platform::find_program;
using platform::raise_descriptor_limit;

/// Whether this build can run commands. A minimal build cannot.
[[nodiscard]] bool command_available();

/// A command that runs as a child while the program does its work. At most `children_max`
/// run at a time, and each object starts one. A running Command handles SIGCHLD.
class Command {
   public:
    Command() = default;
    /// Does not wait or kill: a command that still runs continues.
    ~Command();
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    /// Starts `argv`, which ends with a null pointer. Searches PATH for the program. The child gets
    /// the standard streams of this process, and the signal handling that this process was started
    /// with. Returns 0, or the system's error number if nothing was started.
    [[nodiscard]] int start(char* const argv[], const ChildOptions& options = {});
    /// Readable when the command has ended.
    [[nodiscard]] PollEntry poll_entry() const { return {child_.watch, false}; }
    /// True once the command has ended. Then `exit_code` is what a shell would say: 128 + the
    /// signal's number if a signal ended the command.
    [[nodiscard]] bool ended(int& exit_code);
    /// The number of the signal that ended the command, once ended() is true; 0 if it exited.
    [[nodiscard]] int ending_signal() const { return ending_signal_; }
    /// Sends the signal to the command. On Windows `interrupt` and `terminate` both arrive as a
    /// Ctrl-Break, which ends a command that does not handle it. They end a command that has no
    /// console. The other signals do nothing there.
    void send(Signal signal);
    /// Ends a command with a lifetime, and all processes of its group, at once.
    void kill();
    /// Reaps all children of this process that have ended and are no Command, so that PID 1 of a
    /// container leaves no zombies. Call it when a poll_entry() is readable, after ended(). Do not
    /// use it in a program that waits for another child itself.
    static void reap_others();

   private:
    platform::ChildProcess child_;
    int ending_signal_ = 0;
};

}  // namespace mpdisc
