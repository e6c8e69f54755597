// SPDX-License-Identifier: MIT
#include "tests/bench/support/programs.h"

#include <fcntl.h>
#include <sys/wait.h>

#include <cstdlib>
#include <sstream>

namespace mpdisc::bench {
namespace {

/// Returns only if the program cannot be run.
void become(const std::vector<char*>& argv, int output) {
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(output == -1 ? nothing : output, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    execvp(argv.front(), argv.data());
}

}  // namespace

pid_t start_program(const std::vector<std::string>& arguments, int output) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.data()));
    argv.push_back(nullptr);
    return start_process([&] { become(argv, output); });
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

void end_programs(const std::vector<pid_t>& processes) {
    for (const pid_t process : processes) kill(process, SIGKILL);
    for (const pid_t process : processes) waitpid(process, nullptr, 0);
}

}  // namespace mpdisc::bench
