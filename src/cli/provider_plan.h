// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/provider_options.h"
#include "cli/service_list.h"

namespace mpdisc::cli {

/// What a provider is to do, from all that tells it.
struct ProviderPlan {
    ProviderSettings settings;
    ServiceList services;
    KeySet keys;
};

/// Reads the configuration file, where there is one, and puts the command line over it. A service
/// of the command line is offered beside those of the file.
[[nodiscard]] Parsed make_plan(const ProviderArguments& arguments, std::string_view host_name,
                               ProviderPlan& out, TextBuffer& message);

}  // namespace mpdisc::cli
