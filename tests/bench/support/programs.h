// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace mpdisc::bench {

/// Starts a program without input, that ends with this one. With `output` not -1, that descriptor
/// is its standard output; else it has none. A name without a slash is looked for in PATH. 0 where
/// the system refuses.
[[nodiscard]] pid_t start_program(const std::vector<std::string>& arguments, int output);

/// Runs it to its end. Whether that was exit code 0.
[[nodiscard]] bool run_program(const std::vector<std::string>& arguments);

/// Whether PATH has it, or a directory for what only root runs.
[[nodiscard]] bool is_installed(const std::string& program);

/// Kills it and buries it; nothing for 0.
void end_program(pid_t process);

}  // namespace mpdisc::bench
