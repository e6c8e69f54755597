// SPDX-License-Identifier: MIT
#pragma once

#include "cli/mistakes.h"
#include "cli/provider_options.h"
#include "program/console.h"

namespace mpdisc::cli {

/// The provider's settings and services, from the command line and the configuration.
struct ProviderPlan : PlannedServices {
    ProviderSettings settings;
    /// Wiped once the library has them.
    KeySet keys;
};

/// Reads the files of the configuration, if any were given, and the keys. Settings of the command
/// line override the file's settings; services of the command line are added to its services. Lists
/// all that is wrong in `mistakes`. `out` is a plan only if there is nothing.
void make_plan(const ProviderArguments& arguments, FileRead read, ProviderPlan& out,
               Mistakes& mistakes);

}  // namespace mpdisc::cli
