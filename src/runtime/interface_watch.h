// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "core/array.h"
#include "mpdisc/address.h"
#include "mpdisc/poll.h"
#include "mpdisc/types.h"
#include "platform/interfaces.h"

namespace mpdisc::runtime {

/// Keeps an eye on the host's addresses: by the system's notices, or where it has none by looking
/// from time to time.
class InterfaceWatch {
   public:
    /// False for want of memory. `has_notices`: ask the system for them.
    [[nodiscard]] bool open(bool has_notices);

    /// Lists the addresses anew; where the system refuses, those of the last time, and it is tried
    /// again soon. Valid until the next call.
    [[nodiscard]] std::span<const InterfaceAddress> list(TimeUs now_us);
    /// That could not be used: soon it is time for it again.
    void retry(TimeUs now_us);
    /// Takes notices, where there are any; true when it is time for list().
    [[nodiscard]] bool is_due(TimeUs now_us, bool has_notices);
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }
    [[nodiscard]] const platform::InterfaceMonitor& monitor() const { return monitor_; }

   private:
    platform::InterfaceMonitor monitor_;
    core::Array<InterfaceAddress> addresses_;
    core::Array<InterfaceAddress> fresh_;
    TimeUs listed_us_ = 0;
    TimeUs due_us_ = never_us;
};

}  // namespace mpdisc::runtime
