// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/provider_options.h"
#include "cli/service_list.h"

namespace mpdisc::cli {

/// The provider's settings and services, from the command line and the configuration file.
struct ProviderPlan {
    ProviderSettings settings;
    ServiceList services;
    KeySet keys;
};

/// Reads the configuration file, if one was given. Settings of the command line override its
/// settings; a service of the command line is added to its services.
[[nodiscard]] Parsed make_plan(const ProviderArguments& arguments, std::string_view host_name,
                               ProviderPlan& out, TextBuffer& message);

}  // namespace mpdisc::cli
