// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"

namespace mpdisc::core {

/// Counts the entries of a bounded table by the group of their senders, as origin_group() gives it.
/// A group may have as many entries as there is room left, so few groups cannot fill the table.
class GroupCounts {
   public:
    explicit GroupCounts(std::size_t room) : room_(room) {}

    /// Makes room for several new groups. False if there is no memory.
    [[nodiscard]] bool reserve() { return counts_.reserve(counts_.size() + 16); }
    /// Counts one more. False if the group has its share already, or there is no memory.
    [[nodiscard]] bool add(std::uint64_t group) {
        const auto counts = counts_.view();
        const auto known = std::ranges::find(counts, group, &Count::group);
        if (known != counts.end()) {
            if (known->entries >= room_ - total_) return false;
            ++known->entries;
        } else if (total_ == room_ || !counts_.push_back({group, 1})) {
            return false;
        }
        ++total_;
        return true;
    }
    /// An entry of the group was counted, and is gone.
    void remove(std::uint64_t group) {
        --std::ranges::find(counts_.view(), group, &Count::group)->entries;
        --total_;
    }

   private:
    struct Count {
        std::uint64_t group = 0;
        std::size_t entries = 0;
    };

    std::size_t room_;
    std::size_t total_ = 0;
    Array<Count> counts_;
};

}  // namespace mpdisc::core
