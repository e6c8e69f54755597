// SPDX-License-Identifier: MIT
#pragma once

#include <sys/prctl.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

namespace mpdisc::bench {

/// Starts a child process that does `work` and ends, at the latest with this process. Returns 0 if
/// the system refuses.
template <typename Work>
[[nodiscard]] pid_t start_process(const Work& work) {
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0) return std::max(child, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent) work();
    _exit(127);
}

/// Starts a program without input that ends with this one. `output` is the descriptor of its
/// standard output; -1 means none. A name without a slash is looked up in PATH. Returns 0 if the
/// system refuses.
[[nodiscard]] pid_t start_program(const std::vector<std::string>& arguments, int output);

/// Runs a program to its end. True if its exit code is 0.
[[nodiscard]] bool run_program(const std::vector<std::string>& arguments);

/// True if the program is in PATH or in a directory for root's programs.
[[nodiscard]] bool is_installed(const std::string& program);

/// Kills and reaps the process; does nothing for 0.
void end_program(pid_t process);
/// Kills all these processes at once, and reaps them.
void end_programs(const std::vector<pid_t>& processes);

}  // namespace mpdisc::bench
