// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>

#include "mpdisc/counters.h"
#include "mpdisc/last_drop.h"
#include "mpdisc/types.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// The reason for a drop that was counted in between.
[[nodiscard]] std::optional<Counter> find_drop(const Counters& before, const Counters& after);

/// Remembers, for each reason, who sent the last datagram that a machine dropped.
class DropSources {
   public:
    /// Compares the counters before and after the machine received one datagram. Returns the reason
    /// if it was dropped.
    std::optional<Counter> note(TimeUs now_us, const Endpoint& from, const Counters& before,
                                const Counters& after);
    [[nodiscard]] LastDrops last(TimeUs now_us) const;
    void add_to(wire::StatusResponseWriter& out, TimeUs now_us) const;

   private:
    struct Source {
        TimeUs at_us = 0;
        Endpoint from;
    };
    /// By reason. No address: none was dropped.
    std::array<Source, counter_count> sources_;
};

}  // namespace mpdisc::core
