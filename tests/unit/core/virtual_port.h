// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/host/provider_state.h"
#include "tests/unit/core/virtual_program.h"

namespace mpdisc::test {

/// What the system keeps of the discovery port: which programs have it, and which may.
class VirtualPort {
   public:
    /// A program that knows nothing of mpdisc has it.
    bool has_stranger = false;
    /// Whether programs of one user may take it over from each other.
    bool allows_takeover = true;
    /// Whether the system refuses a new socket to a program that closed its own to renew it.
    bool refuses_renewal = false;

    /// Gives it to the provider, if that may have it; a `renew` gives up what the provider has.
    [[nodiscard]] bool claim(VirtualProvider& provider, core::PortAction action) {
        if (action == core::PortAction::renew) close(provider);
        const bool is_granted =
            !has_stranger &&
            (action == core::PortAction::bind ? holders_.empty() : may_take_over(provider, action));
        if (is_granted) holders_.push_back(&provider);
        return is_granted;
    }
    void close(const VirtualProvider& provider) { std::erase(holders_, &provider); }

    [[nodiscard]] bool is_held_by(const VirtualProvider& provider) const {
        return std::find(holders_.begin(), holders_.end(), &provider) != holders_.end();
    }
    [[nodiscard]] bool is_free() const { return holders_.empty() && !has_stranger; }
    /// The one that gets what is sent to one address; null where none of ours does.
    [[nodiscard]] VirtualProvider* newest() const {
        return holders_.empty() ? nullptr : holders_.back();
    }
    /// Those that get what is sent to all, in the order in which they got the port.
    [[nodiscard]] const std::vector<VirtualProvider*>& holders() const { return holders_; }

   private:
    [[nodiscard]] bool may_take_over(const VirtualProvider& provider,
                                     core::PortAction action) const {
        if (action == core::PortAction::renew && refuses_renewal) return false;
        return std::all_of(holders_.begin(), holders_.end(), [&](const VirtualProvider* each) {
            return allows_takeover && each->user_id == provider.user_id;
        });
    }

    std::vector<VirtualProvider*> holders_;
};

}  // namespace mpdisc::test
