// SPDX-License-Identifier: MIT
#include "platform/child_process.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "mpdisc/fixed_string.h"
#include "mpdisc/text.h"
#include "platform/posix/child_environment.h"
#include "platform/posix/descriptor_limit.h"
#include "platform/posix/descriptors.h"
#include "platform/posix/exec_signals.h"
#include "platform/posix/signal_calls.h"

// SIGCHLD says that some child has ended, but not which. So the handler wakes the watch of each
// child, and child_ended() checks. A pipe that the child holds open would need no signal, but the
// children of the child inherit it and may keep it open. An ended child is not reaped before
// child_release(). Otherwise its number could pass to another process, which child_send() would
// hit.

namespace mpdisc::platform {
namespace {

/// The pipe that wakes the watch of one child. Unused if the ends are -1.
struct Notice {
    int read_end = -1;
    volatile sig_atomic_t write_end = -1;
    pid_t process = -1;
};

constinit std::array<Notice, children_max> notices{};

struct sigaction original_action;
bool was_signal_blocked = false;

void on_child_signal(int) {
    const int error = errno;
    for (const Notice& notice : notices) {
        const int end = notice.write_end;
        if (end == -1) continue;
        // A full pipe wakes the watch as well.
        [[maybe_unused]] const ssize_t ignored = write(end, "", 1);
    }
    errno = error;
}

Notice* find_notice(Handle read_end) {
    for (Notice& notice : notices) {
        if (notice.read_end == read_end) return &notice;
    }
    return nullptr;
}

bool is_own_child(pid_t process) {
    return std::ranges::any_of(
        notices, [process](const Notice& notice) { return notice.process == process; });
}

bool no_notice_in_use() {
    return std::ranges::all_of(notices, [](const Notice& notice) { return notice.read_end == -1; });
}

void take_child_signal_over() {
    struct sigaction action {};
    action.sa_handler = on_child_signal;
    action.sa_flags = SA_RESTART | SA_NOCLDSTOP;
    sigaction(SIGCHLD, &action, &original_action);
    sigset_t original_mask;
    change_mask(SIG_UNBLOCK, SIGCHLD, &original_mask);
    was_signal_blocked = sigismember(&original_mask, SIGCHLD) == 1;
}

void give_child_signal_back() {
    if (was_signal_blocked) change_mask(SIG_BLOCK, SIGCHLD, nullptr);
    sigaction(SIGCHLD, &original_action, nullptr);
}

/// On an error returns null with errno set.
Notice* open_notice() {
    Notice* const notice = find_notice(-1);
    if (notice == nullptr) {
        errno = EAGAIN;
        return nullptr;
    }
    Pipe pipe;
    if (!make_pipe(PipeMode::non_blocking, pipe)) return nullptr;
    if (no_notice_in_use()) take_child_signal_over();
    notice->read_end = pipe.read_end;
    notice->write_end = pipe.write_end;
    return notice;
}

void close_notice(Notice& notice) {
    const int write_end = notice.write_end;
    notice.write_end = -1;  // before the close: the handler may run at any moment
    close(write_end);
    close(notice.read_end);
    notice.read_end = -1;
    notice.process = -1;
    if (no_notice_in_use()) give_child_signal_back();
}

/// Returns 0 if this file can be executed, or the error number.
int check_program(const char* path) {
    struct stat status;
    if (stat(path, &status) != 0 || access(path, X_OK) != 0) return errno;
    return S_ISREG(status.st_mode) ? 0 : EACCES;
}

/// The same for a file in a directory of PATH. An empty directory is the current one.
int check_program_in(std::string_view directory, const char* name) {
    FixedString<PATH_MAX> path;
    const char zero = '\0';
    const bool fits = path.append(directory.empty() ? "." : directory) && path.append("/") &&
                      path.append(name) && path.append({&zero, 1});
    return fits ? check_program(path.view().data()) : ENAMETOOLONG;
}

/// What run_command() needs, all of it made before the fork.
struct Launch {
    char* const* argv;
    const ChildEnvironment& environment;
    const ChildOptions& options;
};

/// Makes the stream one that is empty and drops all. False with errno set on an error.
bool close_stream(int stream) {
    const int empty = open("/dev/null", O_RDWR | O_CLOEXEC);
    return empty != -1 && dup2(empty, stream) != -1;
}

/// False with errno set on an error.
bool prepare_streams(const ChildOptions& options) {
    return (options.has_input || close_stream(STDIN_FILENO)) &&
           (options.has_output || close_stream(STDOUT_FILENO));
}

/// exec keeps the timer.
void limit_lifetime(std::uint32_t lifetime_ms) {
    if (lifetime_ms == 0) return;
    (void)setpgid(0, 0);
    itimerval timer{};
    timer.it_value.tv_sec = static_cast<time_t>(lifetime_ms / 1000);
    timer.it_value.tv_usec = static_cast<suseconds_t>(lifetime_ms % 1000 * 1000);
    (void)setitimer(ITIMER_REAL, &timer, nullptr);
}

/// Runs in the child with all signals blocked. A handler that ran here would write to the pipes of
/// the parent.
[[noreturn]] void run_command(const Launch& launch, int failure_end, sigset_t mask) {
    restore_for_exec(SIGCHLD, original_action);
    signals_restore_for_exec();
    descriptor_limit_restore_for_exec();
    if (was_signal_blocked) sigaddset(&mask, SIGCHLD);
    pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    launch.environment.use();
    limit_lifetime(launch.options.lifetime_ms);
    if (prepare_streams(launch.options)) execvp(launch.argv[0], launch.argv);
    const int error = errno;
    [[maybe_unused]] const ssize_t ignored = write(failure_end, &error, sizeof error);
    _exit(127);
}

/// The error number that the child wrote because exec failed; 0 if exec closed the pipe.
int await_exec(int failure_end) {
    int error = 0;
    ssize_t taken;
    do {
        taken = read(failure_end, &error, sizeof error);
    } while (taken < 0 && errno == EINTR);
    return taken == sizeof error ? error : 0;
}

/// Returns 0, or the error number. If exec fails, the child exists for a moment only.
int fork_and_exec(const Launch& launch, pid_t& process) {
    Pipe failure;
    if (!make_pipe(PipeMode::blocking, failure)) return errno;
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    process = fork();
    if (process == 0) run_command(launch, failure.write_end, before);
    int error = process == -1 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    close(failure.write_end);
    if (error == 0) {
        error = await_exec(failure.read_end);
        if (error != 0) {
            while (waitpid(process, nullptr, 0) == -1 && errno == EINTR) {
            }
        }
    }
    close(failure.read_end);
    return error;
}

void drain(int read_end) {
    char bytes[64];
    while (read(read_end, bytes, sizeof bytes) == sizeof bytes) {
    }
}

/// Checks whether the process has ended, without reaping it.
bool has_ended(pid_t process, ChildEnd& out) {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != ECHILD) return false;
        out = {255, 0};  // it was reaped elsewhere, with its exit code
        return true;
    }
    if (info.si_pid != process) return false;
    if (info.si_code == CLD_EXITED) {
        out = {info.si_status, 0};
    } else {
        out = {128 + info.si_status, info.si_status};
    }
    return true;
}

/// 0 for `none`, and for `resize`, which is for this process alone.
int number_of(Signal signal) {
    switch (signal) {
        case Signal::interrupt:
            return SIGINT;
        case Signal::terminate:
            return SIGTERM;
        case Signal::hangup:
            return SIGHUP;
        case Signal::quit:
            return SIGQUIT;
        case Signal::user1:
            return SIGUSR1;
        case Signal::user2:
            return SIGUSR2;
        case Signal::resize:
        case Signal::none:
            break;
    }
    return 0;
}

}  // namespace

// execvp() goes on after a file that it may not execute, and tells of it in the end.
int find_program(const char* name) {
    if (*name == '\0') return ENOENT;
    if (std::string_view(name).find('/') != std::string_view::npos) return check_program(name);
    const char* const path = std::getenv("PATH");
    if (path == nullptr) return 0;  // only execvp() knows where it looks
    int error = ENOENT;
    for (std::string_view rest = path;;) {
        const std::string_view directory = slice(rest, 0, rest.find(':'));
        const int found = check_program_in(directory, name);
        if (found == 0) return 0;
        if (found == EACCES) error = found;
        if (directory.size() == rest.size()) return error;
        rest = slice(rest, directory.size() + 1);
    }
}

int child_start(char* const argv[], const ChildOptions& options, ChildProcess& out) {
    const ChildEnvironment environment(options);
    if (!environment.is_ok()) return ENOMEM;
    Notice* const notice = open_notice();
    if (notice == nullptr) return errno;
    pid_t process = -1;
    const int error = fork_and_exec({argv, environment, options}, process);
    if (error != 0) {
        close_notice(*notice);
        return error;
    }
    notice->process = process;
    out = {notice->read_end, process};
    return 0;
}

bool child_ended(const ChildProcess& child, ChildEnd& out) {
    if (child.process == -1) return false;
    const auto process = static_cast<pid_t>(child.process);
    if (has_ended(process, out)) return true;
    // The pipe is drained first. A child that ends after the second check wakes the watch again.
    drain(static_cast<int>(child.watch));
    return has_ended(process, out);
}

void child_send(const ChildProcess& child, Signal signal) {
    if (child.process == -1 || signal == Signal::none) return;
    kill(static_cast<pid_t>(child.process), number_of(signal));
}

void child_kill(const ChildProcess& child) {
    if (child.process != -1) kill(-static_cast<pid_t>(child.process), SIGKILL);
}

void child_reap_others() {
    for (;;) {
        siginfo_t info{};
        // Looks before it reaps, since children of this program must stay unreaped. If the first
        // one that has ended is such a child, the others wait until it is released.
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return;
        if (info.si_pid == 0 || is_own_child(info.si_pid)) return;
        (void)waitpid(info.si_pid, nullptr, WNOHANG);
    }
}

void child_release(ChildProcess& child) {
    if (child.process == -1) return;
    if (Notice* const notice = find_notice(child.watch)) close_notice(*notice);
    (void)waitpid(static_cast<pid_t>(child.process), nullptr, WNOHANG);
    child = {};
}

const char* command_shell() {
    return "/bin/sh";
}

}  // namespace mpdisc::platform
