// SPDX-License-Identifier: MIT
#pragma once

#include "cli/health_checks.h"
#include "cli/log.h"
#include "cli/provider_plan.h"
#include "mpdisc/provider.h"

namespace mpdisc::cli {

inline constexpr const char* no_reload = "SIGHUP ignored: restart to change the configuration";

/// Whether the plan of this command line depends on files that can be read again.
[[nodiscard]] bool has_files(const ProviderArguments& arguments);

/// Makes the plan of the command line again, from the present files, and applies what differs from
/// `plan`: services, checks and keys. If anything is wrong, nothing changes. The log tells what is
/// wrong, and names changed settings, which take a restart. A file that is a pipe is refused.
/// `outcome` gets the last line for the log, which has the returned level.
[[nodiscard]] LogLevel reload(const ProviderArguments& arguments, ProviderPlan& plan,
                              Provider& provider, HealthChecks& health, Log& log,
                              TextBuffer& outcome);

}  // namespace mpdisc::cli
