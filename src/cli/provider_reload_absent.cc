// SPDX-License-Identifier: MIT
#include "cli/provider_reload.h"

// For builds that read nothing again.

namespace mpdisc::cli {

bool has_files(const ProviderArguments&) {
    return false;
}

void reload(const ProviderArguments&, ProviderPlan&, Provider&, HealthChecks&, Log& log) {
    log.write(LogLevel::info, no_reload);
}

}  // namespace mpdisc::cli
