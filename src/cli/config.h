// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/described_service.h"
#include "cli/mistakes.h"
#include "cli/settings.h"

namespace mpdisc::cli {

struct ConfigSource {
    std::string_view text;
    /// The name in messages.
    std::string_view file_name;
    /// Instance name of services without a `name`; may be empty.
    std::string_view default_name;
    /// It has services only: a section `[provider]` is a mistake.
    bool is_drop_in = false;
};

/// Reads a configuration (mpdisc-provider.conf): settings in `[provider]`, and one service for each
/// `[service]`. Adds each mistake to `mistakes`. What contains a mistake is left out: a setting, or
/// a service.
void parse_config(const ConfigSource& source, ProviderSettings& settings, PlannedServices& services,
                  Mistakes& mistakes);

}  // namespace mpdisc::cli
