// SPDX-License-Identifier: MIT
#pragma once

#include "cli/format.h"
#include "cli/table_titles.h"
#include "cli/text_buffer.h"
#include "mpdisc/last_drop.h"

namespace mpdisc::cli {

/// Shows what a primary has counted, and who sent the last datagram that it dropped for each
/// reason. A table leaves out the counters that are 0.
void append_counters(TextBuffer& out, FormatKind format, TableLook look, const Counters& counters,
                     const LastDrops& last_drops);

}  // namespace mpdisc::cli
