// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/host/provider_state.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// Tells the owner what is wrong with the host's interfaces, and tells it again each minute while
/// it lasts: a provider that nobody can find must not look healthy.
class InterfaceWarnings {
   public:
    explicit InterfaceWarnings(ProviderState& state) : state_(state) {}

    /// The system gave a list, which the interface table has taken in.
    void note_list(TimeUs now_us);
    /// The system gave none.
    void note_refusal(TimeUs now_us) { set(now_us, Kind::unlisted, true); }
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// An interface that comes up gets its addresses by then.
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
        /// When it is due if it holds, and not before.
        TimeUs due_us = 0;
    };

    ProviderState& state_;
    std::array<Warning, kind_count> warnings_;
};

}  // namespace mpdisc::core
