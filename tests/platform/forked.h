// SPDX-License-Identifier: MIT
#pragma once

#include <sys/wait.h>
#include <unistd.h>

namespace mpdisc::platform {

/// Runs `work` in a forked child, which exits with what `work` returns. Returns the exit code, or
/// -1 if there was no child or a signal ended it.
template <typename Work>
[[nodiscard]] int run_forked(Work work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    const bool has_exited = child != -1 && waitpid(child, &status, 0) == child && WIFEXITED(status);
    return has_exited ? WEXITSTATUS(status) : -1;
}

}  // namespace mpdisc::platform
