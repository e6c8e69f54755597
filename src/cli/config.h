// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/service_list.h"
#include "cli/settings.h"
#include "cli/text_buffer.h"

namespace mpdisc::cli {

struct ConfigSource {
    std::string_view text;
    /// What messages call it.
    std::string_view file_name;
    /// Instance name of services that have none; may be empty.
    std::string_view default_name;
};

/// Reads a configuration (mpdisc-provider.conf): settings in `[provider]`, and a service for each
/// `[service]`. False, with a `message` like `FILE:LINE: reason`, at the first mistake.
[[nodiscard]] bool parse_config(const ConfigSource& source, ProviderSettings& settings,
                                ServiceList& services, TextBuffer& message);

}  // namespace mpdisc::cli
