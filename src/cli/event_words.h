// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/text.h"
#include "mpdisc/watch_event.h"

/// What the outputs call the events of a watch.
namespace mpdisc::cli {

/// "added", "changed", "removed" or "synced".
[[nodiscard]] inline const char* to_text(WatchEventType type) {
    return nth_text("added\0changed\0removed\0synced", static_cast<std::size_t>(type));
}

/// The same for tables, where `synced` has no row: "+", "~" or "-".
[[nodiscard]] inline const char* sign_of(WatchEventType type) {
    return nth_text("+\0~\0-", static_cast<std::size_t>(type));
}

}  // namespace mpdisc::cli
