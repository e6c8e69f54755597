// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/kit/array.h"
#include "mpdisc/address.h"
#include "mpdisc/expects.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/poll.h"
#include "mpdisc/types.h"
#include "platform/interfaces.h"

namespace mpdisc::runtime {

/// Watches the interfaces of the host by the system's notices. Lists them from time to time if
/// there are no notices.
class InterfaceWatch {
   public:
    /// False if there is no memory. With `asks_network`, lists have routes, too, and the system is
    /// asked for notices.
    [[nodiscard]] bool open(bool asks_network);
    /// Whether an interface can have this name. The system would take a name with a NUL for a
    /// shorter one.
    [[nodiscard]] static bool is_name(std::string_view name) {
        return name.size() <= limits::interface_name_max &&
               name.find('\0') == std::string_view::npos;
    }
    /// Each list then has the current index of the interface with this name; empty: no interface.
    void choose(std::string_view name) {
        [[maybe_unused]] const bool fits = chosen_name_.assign(name);
        expects(fits);
    }

    /// Lists the interfaces. False if the system refuses; the next try is due soon. `out` is valid
    /// until the next call.
    [[nodiscard]] bool list(TimeUs now_us, InterfaceList& out);
    /// Call this if the list could not be used: the next one is due soon.
    void retry(TimeUs now_us);
    /// Reads the notices, if there are any, and adds the losses that they tell to `losses`. True if
    /// list() is due.
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
