// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"

namespace mpdisc::core {

/// What the owner is to do about another process: report its end by process_ended(), or no more.
struct WatchAction {
    std::uint32_t process_id = 0;
    bool watch = false;
};

/// Watch actions that wait for the owner. Without memory they are lost: then refused datagrams and
/// leases have to tell who is gone.
class WatchQueue {
   public:
    void push(std::uint32_t process_id, bool watch) {
        if (process_id != 0) (void)actions_.push_back({process_id, watch});
    }

    [[nodiscard]] bool empty() const { return taken_ == actions_.size(); }
    [[nodiscard]] bool pop(WatchAction& out) {
        if (taken_ == actions_.size()) {
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
