// SPDX-License-Identifier: MIT
#include "cli/config_directory.h"
#include "cli/config_file.h"

// For builds without configuration files.

namespace mpdisc::cli {

void load_config(const ConfigFile&, std::string_view, ProviderSettings&, PlannedServices&,
                 Mistakes& mistakes) {
    mistakes.add().append("this build reads no configuration (--config)");
}

void load_config_directory(const char*, std::string_view, PlannedServices&, Mistakes& mistakes) {
    mistakes.add().append("this build reads no configuration (--config-dir)");
}

}  // namespace mpdisc::cli
