// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For jq and programs: one JSON object on each line.
namespace mpdisc::cli {

void append_as_json(TextBuffer& out, const FoundService& found);

}  // namespace mpdisc::cli
