// SPDX-License-Identifier: MIT
#include "tests/bench/support/programs.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <sstream>

namespace mpdisc::bench {
namespace {

/// Runs in the child, which ends with its parent, even if a signal ends that.
[[noreturn]] void become(const std::vector<char*>& argv, pid_t parent, int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(output == -1 ? nothing : output, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    if (getppid() == parent) execvp(argv.front(), argv.data());
    _exit(127);
}

}  // namespace

pid_t start_program(const std::vector<std::string>& arguments, int output) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.data()));
    argv.push_back(nullptr);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) become(argv, parent, output);
    return std::max(child, 0);
}

bool run_program(const std::vector<std::string>& arguments) {
    const pid_t process = start_program(arguments, -1);
    int state = 0;
    return process != 0 && waitpid(process, &state, 0) == process && WIFEXITED(state) &&
           WEXITSTATUS(state) == 0;
}

bool is_installed(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::istringstream directories(std::string(path == nullptr ? "" : path) + ":/usr/sbin:/sbin");
    for (std::string directory; std::getline(directories, directory, ':');) {
        if (access((directory + '/' + program).c_str(), X_OK) == 0) return true;
    }
    return false;
}

void end_program(pid_t process) {
    if (process == 0) return;
    kill(process, SIGKILL);
    waitpid(process, nullptr, 0);
}

}  // namespace mpdisc::bench
