// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "mpdisc/types.h"
#include "platform/interfaces.h"

namespace mpdisc::runtime {

/// Keeps an eye on the host's interfaces: by the system's notices, or where it has none by looking
/// from time to time.
class InterfaceWatch {
   public:
    /// False for want of memory. `asks_network`: routes count, and the system is asked for notices.
    [[nodiscard]] bool open(bool asks_network);
    /// Each list tells the index that the interface of this name has at the time.
    [[nodiscard]] bool choose(std::string_view interface_name) {
        return chosen_name_.assign(interface_name);
    }

    /// Lists the interfaces anew. False where the system refuses; it is tried again soon. `out` is
    /// valid until the next call.
    [[nodiscard]] bool list(TimeUs now_us, InterfaceList& out);
    /// That could not be used: soon it is time for it again.
    void retry(TimeUs now_us);
    /// Takes notices, where there are any, and what they say of losses; true when it is time for
    /// list().
    [[nodiscard]] bool is_due(TimeUs now_us, bool has_notices, platform::InterfaceLosses& losses);
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }
    [[nodiscard]] const platform::InterfaceMonitor& monitor() const { return monitor_; }

   private:
    platform::InterfaceMonitor monitor_;
    FixedString<limits::interface_name_max> chosen_name_;
    core::Array<InterfaceAddress> addresses_;
    core::Array<OnLinkRoute> routes_;
    TimeUs listed_us_ = 0;
    TimeUs due_us_ = never_us;
};

}  // namespace mpdisc::runtime
