// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/probe_options.h"
#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// Messages that searches for services, searches for hosts and the status have in common.
namespace mpdisc::cli {

/// Says that this host has no primary at that port.
void append_no_primary(TextBuffer& out, std::uint16_t discovery_port);
/// Says on stderr how many answers failed authentication, if any did.
void report_dropped(std::uint64_t answers);

/// At the end of a search, says on stderr what was not asked or not believed: answers that failed
/// authentication, requests that could not be sent, networks that were not asked.
void report_search(Probe& probe);
/// Why nobody could be asked.
void append_not_asked(TextBuffer& out, const Probe& probe, const ProbeArguments& arguments);
/// After `no services found` and the like: why, if the search knows.
void append_not_found(TextBuffer& out, const Probe& probe, const ProbeArguments& arguments);

}  // namespace mpdisc::cli
