// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// Many secondaries in a few processes. Each process runs several hundred providers in one loop by
/// the public API, so that descriptors and memory suffice for thousands.
class Crowd {
   public:
    Crowd() = default;
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    /// Starts `count` secondaries on this host, which has a primary, and waits until all are
    /// registered. Returns the time taken; `never_us` if that exceeds `patience_us`.
    [[nodiscard]] TimeUs start(std::size_t count, TimeUs patience_us);

   private:
    std::vector<pid_t> processes_;
};

}  // namespace mpdisc::bench
