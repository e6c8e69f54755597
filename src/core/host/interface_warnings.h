// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/host/provider_state.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// Warns the owner of faults of the host's interfaces, and again each minute while they last. A
/// provider that no client can find must not look healthy.
class InterfaceWarnings {
   public:
    explicit InterfaceWarnings(ProviderState& state) : state_(state) {}

    /// The system gave a list of interfaces, and the interface table has it.
    void note_list(TimeUs now_us);
    /// The system gave no list.
    void note_refusal(TimeUs now_us) { set(now_us, Kind::unlisted, true); }
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// An interface that comes up gets its addresses within this time.
    static constexpr TimeUs grace_us = 5'000'000;
    static constexpr TimeUs interval_us = 60'000'000;

   private:
    enum class Kind : std::uint8_t { unlisted, partial, truncated, no_link, last = no_link };
    static constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::last) + 1;

    void set(TimeUs now_us, Kind kind, bool holds, TimeUs after_us = 0);
    /// Whether an interface has an address at which the network can reach this provider.
    [[nodiscard]] bool has_link() const;

    struct Warning {
        bool holds = false;
        /// The earliest time of the next warning, if the fault then lasts.
        TimeUs due_us = 0;
    };

    ProviderState& state_;
    std::array<Warning, kind_count> warnings_;
};

}  // namespace mpdisc::core
