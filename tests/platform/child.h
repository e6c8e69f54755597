// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "program/command.h"

namespace mpdisc::platform {

[[nodiscard]] std::string hex_of(std::string_view text);

/// Starts this program as a child that does one task of child.cc.
[[nodiscard]] int start_child(Command& command, std::vector<std::string> arguments,
                              const ChildOptions& options = {});

/// Waits for the end of the command. Returns the exit code, or -1 if it does not end.
[[nodiscard]] int await_end(Command& command);

}  // namespace mpdisc::platform
