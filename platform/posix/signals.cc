// SPDX-License-Identifier: MIT
#include "platform/signals.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "platform/posix/descriptors.h"
#include "platform/posix/exec_signals.h"

namespace mpdisc::platform {
namespace {

struct Watched {
    int number;
    Signal meaning;
    SignalSet set;
    struct sigaction original;
    bool taken_over;
};

Watched watched[] = {
    {SIGINT, Signal::interrupt, SignalSet::stop, {}, false},
    {SIGTERM, Signal::terminate, SignalSet::stop, {}, false},
    {SIGHUP, Signal::hangup, SignalSet::stop, {}, false},
    {SIGPIPE, Signal::none, SignalSet::stop, {}, false},
    {SIGQUIT, Signal::quit, SignalSet::all, {}, false},
    {SIGUSR1, Signal::user1, SignalSet::all, {}, false},
    {SIGUSR2, Signal::user2, SignalSet::all, {}, false},
};

int notice_read_end = -1;
volatile sig_atomic_t notice_write_end = -1;

void on_signal(int number) {
    const int error = errno;
    const auto byte = static_cast<unsigned char>(number);
    // A full pipe loses the signal, among thousands of its kind.
    [[maybe_unused]] const ssize_t ignored = write(notice_write_end, &byte, 1);
    errno = error;
}

bool take_over(Watched& entry) {
    if (sigaction(entry.number, nullptr, &entry.original) != 0) return false;
    if (entry.original.sa_handler == SIG_IGN) return true;
    struct sigaction action {};
    action.sa_handler = entry.meaning == Signal::none ? SIG_IGN : on_signal;
    // Without SA_RESTART: a write that blocks on a full pipe is not to outlast the signal.
    sigemptyset(&action.sa_mask);
    entry.taken_over = sigaction(entry.number, &action, nullptr) == 0;
    return entry.taken_over;
}

}  // namespace

bool signals_open(SignalSet set) {
    if (notice_read_end != -1) return false;
    Pipe notice;
    if (!make_pipe(PipeMode::non_blocking, notice)) return false;
    notice_read_end = notice.read_end;
    notice_write_end = notice.write_end;
    for (Watched& entry : watched) {
        if (entry.set > set || take_over(entry)) continue;
        signals_close();
        return false;
    }
    return true;
}

void signals_close() {
    for (Watched& entry : watched) {
        if (entry.taken_over) sigaction(entry.number, &entry.original, nullptr);
        entry.taken_over = false;
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
    ssize_t taken;
    do {
        taken = read(notice_read_end, &byte, 1);
    } while (taken < 0 && errno == EINTR);
    if (taken != 1) return Signal::none;
    for (const Watched& entry : watched) {
        if (entry.number == byte) return entry.meaning;
    }
    return Signal::none;
}

void signals_ignore_closed_pipes() {
    signal(SIGPIPE, SIG_IGN);
}

void end_by_signal(int number) {
    // What died first has left its core file, if any; this one would replace it.
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    signal(number, SIG_DFL);
    sigset_t only_this;
    sigemptyset(&only_this);
    sigaddset(&only_this, number);
    pthread_sigmask(SIG_UNBLOCK, &only_this, nullptr);
    raise(number);
    _exit(128 + number);
}

void signals_restore_for_exec() {
    for (const Watched& entry : watched) {
        if (entry.taken_over) restore_for_exec(entry.number, entry.original);
    }
}

void restore_for_exec(int signal_number, const struct sigaction& original) {
    struct sigaction action {};
    action.sa_handler = original.sa_handler == SIG_IGN ? SIG_IGN : SIG_DFL;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, nullptr);
}

}  // namespace mpdisc::platform
