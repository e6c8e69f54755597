// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "cli/program.h"

namespace mpdisc::cli {

/// Replaces each target that is the name of a host by all addresses of the host. It waits for the
/// system's answers. If a name has no address that can be asked, `message` says why.
[[nodiscard]] Parsed look_up_targets(ProbeArguments& arguments, TextBuffer& message);

}  // namespace mpdisc::cli
