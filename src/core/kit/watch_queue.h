// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"

namespace mpdisc::core {

/// Tells the owner to report the end of another process by process_ended(), or not to do so any
/// more.
struct WatchAction {
    std::uint32_t process_id = 0;
    bool watch = false;
};

/// Watch actions that wait for the owner. They are lost if there is no memory. Then refused
/// datagrams and leases show that a process has ended.
class WatchQueue {
   public:
    void push(std::uint32_t process_id, bool watch) {
        if (process_id != 0) (void)actions_.push_back({process_id, watch});
    }

    [[nodiscard]] bool empty() const { return taken_ == actions_.size(); }
    [[nodiscard]] bool pop(WatchAction& out) {
        if (empty()) {
            actions_.clear();
            taken_ = 0;
            return false;
        }
        out = actions_[taken_++];
        return true;
    }

   private:
    Array<WatchAction> actions_;
    std::size_t taken_ = 0;
};

}  // namespace mpdisc::core
