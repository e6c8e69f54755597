// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// What went over the cable.
struct Traffic {
    /// Of UDP, both ways; bytes with their IP headers.
    std::size_t datagrams = 0;
    std::size_t bytes = 0;
    /// On the clock of the day: when the first left this host.
    TimeUs first_out_us = never_us;
    /// What the tap itself could not keep; then the counts are too low.
    std::size_t overlooked = 0;
};

/// Listens at the interface of the host that this process is on; times are the kernel's.
class Tap {
   public:
    explicit Tap(const char* interface);
    ~Tap();
    Tap(const Tap&) = delete;
    Tap& operator=(const Tap&) = delete;

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    /// What has gone by since it was asked last, and what comes until nothing does for so long.
    [[nodiscard]] Traffic take(TimeUs quiet_us = 0);
    /// Waits until nothing has gone by for so long; false after `until_us`.
    [[nodiscard]] bool await_quiet(TimeUs quiet_us, TimeUs until_us);

   private:
    [[nodiscard]] bool is_readable(TimeUs timeout_us) const;

    int descriptor_;
};

}  // namespace mpdisc::bench
