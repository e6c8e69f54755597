// SPDX-License-Identifier: MIT
#pragma once

/// What --help shows around the list of the options. A build that lacks something tells it there.
namespace mpdisc::cli {

// NOLINTBEGIN(bugprone-dynamic-static-initializers): what is declared here has no initialiser here.
extern const char provider_help_head[];
extern const char provider_help_end[];
extern const char probe_help_head[];
extern const char probe_help_end[];
// NOLINTEND(bugprone-dynamic-static-initializers)

}  // namespace mpdisc::cli
