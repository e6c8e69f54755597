// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace mpdisc::bench {

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

}  // namespace mpdisc::bench
