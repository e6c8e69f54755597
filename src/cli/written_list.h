// SPDX-License-Identifier: MIT
#pragma once

#include "cli/text_buffer.h"

namespace mpdisc::cli {

/// The list that a run of the program has written last to the file of --output.
struct WrittenList {
    TextBuffer text;
    /// False before the first write, and if the file or its command needs another one.
    bool is_known = false;
};

}  // namespace mpdisc::cli
