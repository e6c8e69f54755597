// SPDX-License-Identifier: MIT
#pragma once

#include "cli/probe_options.h"
#include "cli/status_output.h"
#include "mpdisc/status.h"

/// What a query of the status brings, as text.
namespace mpdisc::cli {

/// Appends the providers that have come. Returns how many.
std::size_t append_providers(StatusOutput& output, StatusQuery& query);
/// Appends what follows the last provider once the query has ended.
void append_status_end(StatusOutput& output, const StatusQuery& query);
/// Appends why the status is missing, or not complete. Nothing if it is complete.
void append_status_failure(TextBuffer& out, const StatusQuery& query,
                           const ProbeArguments& arguments);

}  // namespace mpdisc::cli
