// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "program/command.h"

namespace mpdisc::platform {

[[nodiscard]] std::string hex_of(std::string_view text);

/// Starts this very program as a child that does one of what child.cc lists.
[[nodiscard]] int start_child(Command& command, std::vector<std::string> arguments);

/// Waits for its end; -1 where that does not come.
[[nodiscard]] int await_end(Command& command);

}  // namespace mpdisc::platform
