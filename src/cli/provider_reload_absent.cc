// SPDX-License-Identifier: MIT
#include "cli/provider_reload.h"

// For builds that read nothing again.

namespace mpdisc::cli {

bool has_files(const ProviderArguments&) {
    return false;
}

void reload(const ProviderArguments&, ProviderPlan&, Provider&, Log& log) {
    log.write(LogLevel::info, "SIGHUP does not reload the configuration; restart to do so");
}

}  // namespace mpdisc::cli
