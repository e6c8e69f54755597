// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/options.h"
#include "cli/program.h"
#include "cli/settings.h"
#include "program/console.h"

namespace mpdisc::cli {

inline constexpr const char* provider_program = "mpdisc-provider";

/// The command line of mpdisc-provider. Views point into its arguments.
struct ProviderArguments {
    ProviderSettings settings;
    /// The service of the command line; fields that were not given are unset. `has_service` is true
    /// if any field was given.
    Service service;
    bool has_service = false;
    /// Null if not given.
    const char* config_path = nullptr;
    LogLevel log_threshold = LogLevel::info;
    bool log_to_system = false;
    /// The command with its arguments; empty if not given.
    Arguments command;
};

/// `arguments` do not include the program's name.
[[nodiscard]] Parsed parse_provider_options(Arguments arguments, ProviderArguments& out,
                                            TextBuffer& message);

}  // namespace mpdisc::cli
