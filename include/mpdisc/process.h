// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/poll.h"

/// Signals and a child process as things that poll() sees. For programs without a loop of their
/// own; a program with one has its own means.
namespace mpdisc {

enum class Signal : std::uint8_t {
    none,
    interrupt,  ///< SIGINT; Ctrl-C on Windows
    terminate,  ///< SIGTERM; Ctrl-Break, closing the console on Windows
    hangup,     ///< SIGHUP; never on Windows
};

/// Turns the process's stop signals into a readable descriptor. One a process: open() takes the
/// handlers over, close() gives them back.
class SignalWatch {
   public:
    SignalWatch() = default;
    ~SignalWatch() { close(); }
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// Also lets SIGPIPE be ignored, so that a closed pipe is an error of write(). A signal that
    /// is ignored at the start (nohup) stays so. False where the system refuses.
    [[nodiscard]] bool open();
    void close();
    [[nodiscard]] PollEntry poll_entry() const;
    /// The next signal that came; `none` where there is none.
    [[nodiscard]] Signal next();

   private:
    bool open_ = false;
};

/// A command that runs as a child while the program does its work. At most 8 at a time, each
/// started once. While one is there, SIGCHLD is taken over.
class Command {
   public:
    Command() = default;
    /// Does not wait and does not kill: a command that still runs goes on.
    ~Command();
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;

    /// Starts `argv` (ended by a null pointer), found along PATH, with the caller's own standard
    /// streams and original signal handling. Returns 0, or the system's error number: then
    /// nothing runs.
    [[nodiscard]] int start(char* const argv[]);
    /// Readable when the command has ended.
    [[nodiscard]] PollEntry poll_entry() const;
    /// True once the command has ended; `exit_code` as a shell says it: 128 + the signal's number
    /// where a signal ended it.
    [[nodiscard]] bool ended(int& exit_code);
    void send(Signal signal);

   private:
    Handle watch_ = -1;
    std::intptr_t process_ = -1;
};

}  // namespace mpdisc
