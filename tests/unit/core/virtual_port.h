// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <vector>

#include "tests/unit/core/virtual_program.h"

namespace mpdisc::test {

/// What the system keeps of the discovery port: who has it, and who may.
class VirtualPort {
   public:
    /// A program that knows nothing of mpdisc has it.
    bool has_stranger = false;
    /// Whether programs of one user may take it over from each other.
    bool allows_takeover = true;

    [[nodiscard]] bool bind(VirtualProvider& provider) {
        if (has_stranger || !holders_.empty()) return false;
        holders_.push_back(&provider);
        return true;
    }
    [[nodiscard]] bool take_over(VirtualProvider& provider) {
        const bool may = std::all_of(holders_.begin(), holders_.end(), [&](const auto* each) {
            return allows_takeover && each->user_id == provider.user_id;
        });
        if (has_stranger || !may) return false;
        holders_.push_back(&provider);
        return true;
    }
    void close(const VirtualProvider& provider) { std::erase(holders_, &provider); }

    [[nodiscard]] bool is_held_by(const VirtualProvider& provider) const {
        return std::find(holders_.begin(), holders_.end(), &provider) != holders_.end();
    }
    [[nodiscard]] bool is_free() const { return holders_.empty() && !has_stranger; }
    /// Who gets what is sent to one address; null where nobody of ours does.
    [[nodiscard]] VirtualProvider* newest() const {
        return holders_.empty() ? nullptr : holders_.back();
    }
    /// Who gets what is sent to all.
    [[nodiscard]] const std::vector<VirtualProvider*>& holders() const { return holders_; }

   private:
    /// In the order in which they got it.
    std::vector<VirtualProvider*> holders_;
};

}  // namespace mpdisc::test
