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
    hangup,     ///< SIGHUP; never on Windows. has_terminal() tells why it came
    quit,       ///< SIGQUIT; never on Windows, as the two below
    user1,      ///< SIGUSR1
    user2,      ///< SIGUSR2
};

enum class SignalSet : std::uint8_t {
    stop,  ///< `interrupt`, `terminate` and `hangup`
    all,   ///< every Signal: for who passes them on
};

/// Turns the process's signals into a readable descriptor. One a process: open() takes the
/// handlers over, close() gives them back.
class SignalWatch {
   public:
    SignalWatch() = default;
    ~SignalWatch() { close(); }
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// Does what ignore_closed_pipes() does, too. A signal that is ignored at the start (nohup)
    /// stays so. A system call that blocks is interrupted by a watched signal. False where the
    /// system refuses.
    [[nodiscard]] bool open(SignalSet set = SignalSet::stop);
    void close();
    [[nodiscard]] PollEntry poll_entry() const;
    /// The next signal that came; `none` where there is none.
    [[nodiscard]] Signal next();

   private:
    bool open_ = false;
};

/// Lets a closed pipe be an error of write(), not the end of the program.
void ignore_closed_pipes();

/// Whether this process has a controlling terminal. A process that had one and lost it was hung up.
/// Always false on Windows, which closes consoles by `terminate`.
[[nodiscard]] bool has_terminal();

/// Ends the program by the signal of this number, at once and without destructors, so that who
/// waits for it sees what ended it; with the exit code 128 + `number` where that can't be had.
[[noreturn]] void end_by_signal(int number);

/// Raises the soft limit of open descriptors to the hard one, or to 65,536 where that is less: a
/// primary watches one descriptor for each secondary. A Command gets the former limit back. To be
/// called before anything is opened; nothing where the system has no such limit.
void raise_descriptor_limit();

/// Lets the system reap every child of this process, at once and without a wake-up. For a program
/// without a Command that may be PID 1 of a container and waits for no child itself. Nothing on
/// Windows.
void ignore_children();

/// Whether this build can run commands; one that was made to be small may not.
[[nodiscard]] bool command_available();

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
    /// Number of the signal that ended the command, known once ended() is true; 0: none did.
    [[nodiscard]] int ending_signal() const { return ending_signal_; }
    /// On Windows `interrupt` and `terminate` both come as a Ctrl-Break, which ends a command that
    /// does not handle it; so is one ended that has no console, and the others do nothing.
    void send(Signal signal);
    /// Reaps every other child of this process that has ended, so that a program that is PID 1 of
    /// a container leaves no zombies. Call it when poll_entry() is readable, after ended(). Only
    /// for a program that waits for no other child itself.
    void reap_others();

   private:
    Handle watch_ = -1;
    std::intptr_t process_ = -1;
    int ending_signal_ = 0;
};

}  // namespace mpdisc
