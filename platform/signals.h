// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/poll_entry.h"

/// The signals of this process, as a readable descriptor.
namespace mpdisc::platform {

enum class Signal : std::uint8_t {
    none,
    interrupt,  ///< SIGINT; Ctrl-C on Windows
    terminate,  ///< SIGTERM; on Windows Ctrl-Break, or the console is closed
    hangup,     ///< SIGHUP; never on Windows. has_terminal() tells why it came
    quit,       ///< SIGQUIT; never on Windows, like those below
    user1,      ///< SIGUSR1
    user2,      ///< SIGUSR2
    resize,     ///< SIGWINCH: the terminal has another size
};

enum class SignalSet : std::uint8_t {
    stop,    ///< `interrupt`, `terminate` and `hangup`
    child,   ///< `stop`, `quit`, `user1` and `user2`: for a program that passes them on to a child
    screen,  ///< `stop` and `resize`: for a program that draws on a terminal
};

/// Takes over the handlers of the signals in `set`, and does what ignore_closed_pipes() does. A
/// signal that was ignored at the start of the program (nohup) stays ignored. A watched signal MUST
/// interrupt a system call that blocks. False if the signals are watched already, or the system
/// refuses.
[[nodiscard]] bool signals_open(SignalSet set);
/// Gives the handlers back.
void signals_close();
/// Readable while signals_next() has a signal. Only between signals_open() and signals_close().
[[nodiscard]] PollEntry signals_poll_entry();
/// The oldest signal that was not returned yet; `none` if there is none.
[[nodiscard]] Signal signals_next();

/// Keeps SIGHUP waiting until signals_open(), which then finds it. For a program that takes SIGHUP
/// as a request: one that comes during the start must not end it. Does nothing on Windows.
void hold_hangup();

/// Lets the signals of SignalSet::stop end the program with the exit code 0, at once and without
/// destructors, even while it is blocked in a system call. A signal that was ignored at the start
/// of the program stays ignored. For a program that does nothing else when they come.
void exit_on_stop_signals();

/// Makes writing to a closed pipe an error of write() instead of the end of the program.
void ignore_closed_pipes();

/// Lets the system reap every child of this process at once, without waking the process. This is
/// for a program that may be PID 1 of a container. It does not hold while a child of child_start()
/// is not released: then child_reap_others() is to be called. Call this once at most. Does nothing
/// on Windows.
void ignore_children();

/// Whether this process has a controlling terminal. A process that had one and has none now was
/// hung up. Always false on Windows, which sends `terminate` when a console is closed.
[[nodiscard]] bool has_terminal();

/// Ends the program by the signal of this number, at once and without destructors. A parent that
/// waits for the program then sees which signal ended it. If the signal does not end it, the exit
/// code is 128 + `number`.
[[noreturn]] void end_by_signal(int number);

}  // namespace mpdisc::platform
