// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// For people, with the two largest units: `350ms`, `12s`, `5m03s`, `3h12m`, `4d02h`.
void append_duration(TextBuffer& out, std::uint64_t ms);

}  // namespace mpdisc::cli
