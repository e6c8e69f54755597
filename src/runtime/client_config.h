// SPDX-License-Identifier: MIT
#pragma once

#include "core/search/probe.h"
#include "mpdisc/client.h"
#include "mpdisc/open_error.h"

namespace mpdisc::runtime {

/// Checks the options that all clients have, copies them, and gets random numbers for the client.
[[nodiscard]] OpenError configure(const ClientOptions& options, core::ProbeConfig& config);

}  // namespace mpdisc::runtime
