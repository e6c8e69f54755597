// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "mpdisc/poll.h"

namespace mpdisc::runtime {

/// Fills the list of descriptors that the owner of an object polls.
class PollList {
   public:
    explicit PollList(std::span<PollEntry> out) : out_(out) {}

    /// Adds the descriptor of a socket or monitor, if it is open and there is room for it.
    template <typename Source>
    void add(const Source& source) {
        if (!source.is_open() || count_ == out_.size()) return;
        out_[count_++] = source.poll_entry();
    }
    [[nodiscard]] std::size_t count() const { return count_; }

   private:
    std::span<PollEntry> out_;
    std::size_t count_ = 0;
};

}  // namespace mpdisc::runtime
