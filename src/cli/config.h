// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/service_list.h"
#include "cli/settings.h"
#include "cli/text_buffer.h"

namespace mpdisc::cli {

struct ConfigSource {
    std::string_view text;
    /// The name in messages.
    std::string_view file_name;
    /// Instance name of services without a `name`; may be empty.
    std::string_view default_name;
};

/// Reads a configuration (mpdisc-provider.conf): settings in `[provider]`, and one service for each
/// `[service]`. Stops at the first mistake: returns false and appends `FILE:LINE: reason` to
/// `message`.
[[nodiscard]] bool parse_config(const ConfigSource& source, ProviderSettings& settings,
                                ServiceList& services, TextBuffer& message);

}  // namespace mpdisc::cli
