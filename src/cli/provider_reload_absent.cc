// SPDX-License-Identifier: MIT
#include "cli/provider_reload.h"

// For builds that read nothing again.

namespace mpdisc::cli {

bool has_files(const ProviderArguments&) {
    return false;
}

LogLevel reload(const ProviderArguments&, ProviderPlan&, Provider&, HealthChecks&, Log&,
                TextBuffer& outcome) {
    outcome.append(no_reload);
    return LogLevel::info;
}

}  // namespace mpdisc::cli
