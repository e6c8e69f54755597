// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/described_service.h"
#include "cli/options.h"
#include "cli/program.h"
#include "cli/readiness.h"
#include "cli/settings.h"
#include "program/console.h"

namespace mpdisc::cli {

inline constexpr const char* provider_program = "mpdisc-provider";

/// The command line of mpdisc-provider, with the services that it describes. Views point into its
/// arguments.
struct ProviderArguments : PlannedServices {
    ProviderSettings settings;
    /// The instance name of services without a name.
    FixedString<limits::instance_name_max> default_name;
    /// Null if not given. If the configuration is standard input, this is its name in messages.
    const char* config_path = nullptr;
    bool config_is_input = false;
    /// Null if not given.
    const char* config_directory = nullptr;
    /// Reads and checks everything, and offers nothing.
    bool checks_only = false;
    /// No service is offered before a program listens at its port.
    bool waits_for_ports = false;
    LogLevel log_threshold = LogLevel::info;
    bool log_to_system = false;
    /// The descriptor of --ready-fd, which was claimed.
    int ready_descriptor = Readiness::no_descriptor;
    /// The command with its arguments; empty if not given.
    Arguments command;
};

/// `arguments` do not include the program's name. Services without a name are named by the host.
[[nodiscard]] Parsed parse_provider_options(Arguments arguments, std::string_view host_name,
                                            ProviderArguments& out, TextBuffer& message);

}  // namespace mpdisc::cli
