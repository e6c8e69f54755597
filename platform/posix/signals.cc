// SPDX-License-Identifier: MIT
#include "platform/signals.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>

#include "platform/posix/descriptors.h"
#include "platform/posix/exec_signals.h"
#include "platform/posix/resource_limit.h"
#include "platform/posix/signal_calls.h"

namespace mpdisc::platform {
namespace {

struct Watched {
    unsigned char number;
    Signal meaning;
    SignalSet set;
};

constexpr Watched watched[] = {
    {SIGINT, Signal::interrupt, SignalSet::stop}, {SIGTERM, Signal::terminate, SignalSet::stop},
    {SIGHUP, Signal::hangup, SignalSet::stop},    {SIGPIPE, Signal::none, SignalSet::stop},
    {SIGQUIT, Signal::quit, SignalSet::child},    {SIGUSR1, Signal::user1, SignalSet::child},
    {SIGUSR2, Signal::user2, SignalSet::child},   {SIGWINCH, Signal::resize, SignalSet::screen},
};

/// The changes to these signals. This is a separate array, because zeros take no room in the
/// program file.
struct Taken {
    struct sigaction original;
    bool is_taken;
};

Taken taken[std::size(watched)];
/// The changes that ignore_closed_pipes() and ignore_children() make.
Taken closed_pipes;
Taken children;

int notice_read_end = -1;
volatile sig_atomic_t notice_write_end = -1;

bool is_hangup_held = false;

void on_signal(int number) {
    const int error = errno;
    const auto byte = static_cast<unsigned char>(number);
    // The signal is lost if the pipe is full, with thousands of unread signals.
    [[maybe_unused]] const ssize_t ignored = write(notice_write_end, &byte, 1);
    errno = error;
}

bool take_over(std::size_t i) {
    struct sigaction& original = taken[i].original;
    if (sigaction(watched[i].number, nullptr, &original) != 0) return false;
    if (original.sa_handler == SIG_IGN) return true;
    // Without SA_RESTART, a write that blocks on a full pipe ends with the signal.
    taken[i].is_taken =
        set_handler(watched[i].number, watched[i].meaning == Signal::none ? SIG_IGN : on_signal);
    return taken[i].is_taken;
}

}  // namespace

bool signals_open(SignalSet set) {
    if (notice_read_end != -1) return false;
    Pipe notice;
    if (!make_pipe(PipeMode::non_blocking, notice)) return false;
    notice_read_end = notice.read_end;
    notice_write_end = notice.write_end;
    for (std::size_t i = 0; i < std::size(watched); ++i) {
        const bool is_wanted = watched[i].set == SignalSet::stop || watched[i].set == set;
        if (!is_wanted || take_over(i)) continue;
        signals_close();
        return false;
    }
    if (is_hangup_held) change_mask(SIG_UNBLOCK, SIGHUP, nullptr);
    is_hangup_held = false;
    return true;
}

void signals_close() {
    for (std::size_t i = 0; i < std::size(watched); ++i) {
        if (taken[i].is_taken) sigaction(watched[i].number, &taken[i].original, nullptr);
        taken[i].is_taken = false;
    }
    if (notice_read_end == -1) return;
    close(notice_write_end);
    close(notice_read_end);
    notice_write_end = -1;
    notice_read_end = -1;
}

PollEntry signals_poll_entry() {
    return {notice_read_end, false};
}

Signal signals_next() {
    unsigned char byte = 0;
    ssize_t count;
    do {
        count = read(notice_read_end, &byte, 1);
    } while (count < 0 && errno == EINTR);
    if (count != 1) return Signal::none;
    for (const Watched& entry : watched) {
        if (entry.number == byte) return entry.meaning;
    }
    return Signal::none;
}

void hold_hangup() {
    sigset_t before;
    change_mask(SIG_BLOCK, SIGHUP, &before);
    // A signal that the parent blocked stays blocked.
    is_hangup_held = sigismember(&before, SIGHUP) == 0;
}

void exit_on_stop_signals() {
    for (const Watched& entry : watched) {
        struct sigaction original {};
        if (entry.set != SignalSet::stop || entry.meaning == Signal::none) continue;
        if (sigaction(entry.number, nullptr, &original) != 0) continue;
        if (original.sa_handler != SIG_IGN) set_handler(entry.number, [](int) { _exit(0); });
    }
}

void ignore_closed_pipes() {
    if (closed_pipes.is_taken) return;
    if (sigaction(SIGPIPE, nullptr, &closed_pipes.original) != 0) return;
    closed_pipes.is_taken = set_handler(SIGPIPE, SIG_IGN);
}

void ignore_children() {
    if (sigaction(SIGCHLD, nullptr, &children.original) != 0) return;
    // From now on the kernel reaps children that end (POSIX, sigaction).
    children.is_taken = set_handler(SIGCHLD, SIG_IGN);
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
}

bool has_terminal() {
    // /dev/tty is the controlling terminal. Without one it cannot be opened.
    const int terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (terminal < 0) return false;
    close(terminal);
    return true;
}

void end_by_signal(int number) {
    // The command that this signal ended may have left a core file, which a core file of this
    // program would replace.
    const rlimit no_core{0, 0};
    (void)set_resource_limit(RLIMIT_CORE, no_core);
    set_handler(number, SIG_DFL);
    change_mask(SIG_UNBLOCK, number, nullptr);
    kill(getpid(), number);
    _exit(128 + number);
}

void signals_restore_for_exec() {
    for (std::size_t i = 0; i < std::size(watched); ++i) {
        if (taken[i].is_taken) restore_for_exec(watched[i].number, taken[i].original);
    }
    if (closed_pipes.is_taken) restore_for_exec(SIGPIPE, closed_pipes.original);
    if (children.is_taken) restore_for_exec(SIGCHLD, children.original);
}

void restore_for_exec(int signal_number, const struct sigaction& original) {
    set_handler(signal_number, original.sa_handler == SIG_IGN ? SIG_IGN : SIG_DFL);
}

}  // namespace mpdisc::platform
