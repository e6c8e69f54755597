// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/random.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// Decides when a primary announces its host: at each event, twice again after an event (RFC 6762,
/// 8.3), and from time to time without one. A host without services announces nothing, except that
/// its services are gone.
class Announcer {
   public:
    /// The interval without events. 0: it never announces anything.
    explicit Announcer(std::uint32_t interval_s) : interval_us_(TimeUs{interval_s} * 1'000'000) {}

    enum class Due : std::uint8_t {
        nothing,
        announcement,
        /// An announcement with lifetime 0.
        farewell,
    };

    /// This provider became the primary, the primary knows all providers now, or the services have
    /// changed. After a rest, the first `burst` events are announced at once each. Further ones are
    /// announced together, `gap_us_min` after the last announcement.
    void note_event(TimeUs now_us, bool has_services);
    /// Whether others may know of services here.
    [[nodiscard]] bool has_told() const { return is_known_; }

    /// What to send now.
    [[nodiscard]] Due next(TimeUs now_us, Random& random);
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }
    /// The lifetime to announce. A listener misses three announcements before it asks.
    [[nodiscard]] std::uint32_t lifetime_s() const {
        return static_cast<std::uint32_t>(interval_us_ * 3 / 1'000'000);
    }

    static constexpr unsigned burst = 4;
    static constexpr TimeUs gap_us_min = 250'000;
    static constexpr TimeUs repeat_gap_us = 1'000'000;
    static constexpr std::uint8_t repeats = 2;
    static_assert(burst * gap_us_min <= repeat_gap_us, "each repetition comes after a rest");

   private:
    TimeUs interval_us_;
    TimeUs due_us_ = never_us;
    /// When a whole burst may be sent again.
    TimeUs rested_us_ = 0;
    std::uint8_t repeats_left_ = 0;
    bool has_services_ = false;
    /// Others may know of services here.
    bool is_known_ = false;
};

}  // namespace mpdisc::core
