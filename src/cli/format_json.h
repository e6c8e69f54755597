// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"
#include "mpdisc/probe.h"

/// For jq and programs: one JSON object on each line.
namespace mpdisc::cli {

void append_as_json(TextBuffer& out, const FoundServiceView& found);
/// The inside of that object, without its braces.
void append_json_members(TextBuffer& out, const FoundServiceView& found);

}  // namespace mpdisc::cli
