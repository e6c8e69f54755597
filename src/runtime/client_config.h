// SPDX-License-Identifier: MIT
#pragma once

#include "core/search/probe.h"
#include "mpdisc/client.h"
#include "mpdisc/open_error.h"

namespace mpdisc::runtime {

/// The name of an option whose value is not allowed, of those that all clients have. Null if there
/// is none.
[[nodiscard]] const char* find_bad_option(const ClientOptions& options);

/// Copies checked options, and gets random numbers for the client.
[[nodiscard]] OpenError configure(const ClientOptions& options, core::ProbeConfig& config);

}  // namespace mpdisc::runtime
