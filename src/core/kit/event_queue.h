// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>

#include "mpdisc/limits.h"
#include "mpdisc/provider_event.h"

namespace mpdisc::core {

/// Events that wait for the owner. A full queue loses its oldest event, because newer ones matter
/// more.
class EventQueue {
   public:
    /// False if the oldest event was lost.
    [[nodiscard]] bool push(const ProviderEvent& event) {
        const bool full = count_ == events_.size();
        if (full) drop_first();
        events_[(first_ + count_++) % events_.size()] = event;
        return !full;
    }

    [[nodiscard]] bool pop(ProviderEvent& out) {
        if (count_ == 0) return false;
        out = events_[first_];
        drop_first();
        return true;
    }

   private:
    void drop_first() {
        first_ = (first_ + 1) % events_.size();
        --count_;
    }

    std::array<ProviderEvent, limits::events_max> events_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
};

}  // namespace mpdisc::core
