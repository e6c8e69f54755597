// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/program.h"
#include "cli/settings.h"
#include "mpdisc/keys.h"

namespace mpdisc::cli {

/// Reads the keys of --key-file; does nothing if `file` is empty. On an error it appends
/// `FILE:LINE: reason` or `FILE: reason` to `message`.
[[nodiscard]] Parsed load_keys(const FileName& file, KeySet& out, TextBuffer& message);

/// Says on stderr how many answers failed authentication, if any did.
void report_dropped(std::string_view program, std::uint64_t answers);

}  // namespace mpdisc::cli
