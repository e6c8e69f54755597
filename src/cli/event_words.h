// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/text.h"
#include "mpdisc/watch_event.h"

/// What the outputs call the events of a watch.
namespace mpdisc::cli {

/// What tables call an event, where `synced` has no row: "+", "~" or "-".
[[nodiscard]] inline const char* sign_of(WatchEventType type) {
    return nth_text("+\0~\0-", static_cast<std::size_t>(type));
}

}  // namespace mpdisc::cli
