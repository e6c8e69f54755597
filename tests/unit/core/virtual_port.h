// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/host/provider_state.h"
#include "tests/unit/core/virtual_program.h"

namespace mpdisc::test {

/// The system's record of the discovery port: which programs hold it, and which may bind it.
class VirtualPort {
   public:
    /// Whether a program without mpdisc holds the port.
    bool has_stranger = false;
    /// Whether programs of one user may take the port over from each other.
    bool allows_takeover = true;
    /// Whether the system refuses a new socket to a program that has closed its own to renew it.
    bool refuses_renewal = false;

    /// Gives the port to the provider if permitted. A `renew` first closes the provider's socket.
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
    /// The holder that gets unicasts, or null.
    [[nodiscard]] VirtualProvider* newest() const {
        return holders_.empty() ? nullptr : holders_.back();
    }
    /// All holders, in the order in which they got the port. Each of them gets broadcasts.
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
