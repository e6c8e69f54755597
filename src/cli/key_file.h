// SPDX-License-Identifier: MIT
#pragma once

#include "cli/program.h"
#include "cli/settings.h"
#include "mpdisc/keys.h"

namespace mpdisc::cli {

/// Reads the keys of --key-file; does nothing if `file` is empty. On an error it appends
/// `FILE:LINE: reason` or `FILE: reason` to `message`.
[[nodiscard]] Parsed load_keys(const FileName& file, KeySet& out, TextBuffer& message);

}  // namespace mpdisc::cli
