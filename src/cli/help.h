// SPDX-License-Identifier: MIT
#pragma once

/// What --help shows around the list of the options. A build that lacks something tells it there.
namespace mpdisc::cli {

extern const char provider_help_head[];
extern const char provider_help_end[];
extern const char probe_help_head[];
extern const char probe_help_end[];

}  // namespace mpdisc::cli
