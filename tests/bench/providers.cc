// SPDX-License-Identifier: MIT
#include "providers.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace mpdisc::bench {
namespace {

/// In the child. Whatever ends this program, a signal too, ends the child.
[[noreturn]] void become(const std::vector<char*>& argv, pid_t parent, int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(output == -1 ? nothing : output, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    if (getppid() == parent) execv(argv.front(), argv.data());
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

Providers::~Providers() {
    for (const pid_t process : processes_) kill(process, SIGKILL);
    for (const pid_t process : processes_) waitpid(process, nullptr, 0);
}

bool Providers::start(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
        const pid_t process = start_one(processes_.size());
        if (process == 0) return false;
        processes_.push_back(process);
    }
    return true;
}

bool Providers::restart(pid_t killed) {
    const auto place = std::find(processes_.begin(), processes_.end(), killed);
    if (place == processes_.end() || waitpid(killed, nullptr, 0) != killed) return false;
    const pid_t process = start_one(static_cast<std::size_t>(place - processes_.begin()));
    if (process == 0) {
        processes_.erase(place);
        return false;
    }
    *place = process;
    return true;
}

pid_t Providers::start_one(std::size_t number) const {
    return start_program(
        {program_, "-q", "-t", "_http._tcp", "-p", "8080", "-n", "p" + std::to_string(number)}, -1);
}

}  // namespace mpdisc::bench
