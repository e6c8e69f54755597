// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/found_service.h"

namespace mpdisc {

enum class WatchEventType : std::uint8_t {
    /// A service that was not listed is there.
    added,
    /// A listed service has another port, other attributes, another host name or other addresses.
    changed,
    /// A listed service is gone.
    removed,
    /// The first picture is complete: each service that was there when the watch began has been
    /// told. A host that is known but silent has been silent for `lost_after` by then. Comes once,
    /// and not before there is somebody to ask. This event has no service.
    synced,
};

/// "added", "changed", "removed" or "synced".
[[nodiscard]] const char* to_text(WatchEventType type);

/// What a watch tells. A view: valid until the next call of process(), next_event() or close().
struct WatchEvent {
    WatchEventType type = WatchEventType::synced;
    /// The service as it is now; if it was removed, as it was.
    FoundServiceView service;
};

}  // namespace mpdisc
