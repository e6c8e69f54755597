// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "cli/program.h"
#include "cli/settings.h"
#include "mpdisc/keys.h"

namespace mpdisc::cli {

/// Reads the keys of --key-file, where it was given. On an error `FILE:LINE: reason`, or
/// `FILE: reason`, is added to `message`.
[[nodiscard]] Parsed load_keys(const FileName& file, KeySet& out, TextBuffer& message);

/// Says on stderr how many answers were not believed, where there were any.
void tell_dropped(std::string_view program, std::uint64_t answers);

}  // namespace mpdisc::cli
