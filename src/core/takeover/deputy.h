// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// A secondary's side of being the deputy: it beats every second, and knows whom to tell should it
/// take over. It stays the deputy until somebody acknowledges a registration of its.
class Deputy {
   public:
    /// Between two beats.
    static constexpr TimeUs beat_gap_us = 1'000'000;
    /// So many beats must stay unanswered, and so long must the primary have been silent, before
    /// the deputy takes over.
    static constexpr std::uint32_t beats_unanswered = 3;
    static constexpr TimeUs patience_us = 3'000'000;
    /// How long the last of them is waited for.
    static constexpr TimeUs last_wait_us = 500'000;

    /// False for want of memory; then the former list holds.
    [[nodiscard]] bool appoint(const wire::Appointment& appointment) {
        if (!peers_.reserve(appointment.peers.size())) return false;
        peers_.clear();
        (void)peers_.append(appointment.peers);
        is_appointed_ = true;
        may_take_over_ = true;
        contested_ = appointment.contested;
        primary_ = appointment.provider;
        revision_ = appointment.peers_revision;
        return true;
    }
    /// The primary is gone, so there is nobody to take over from: whoever has the port now came to
    /// it in good order. Unless it is the one from whom that primary had taken it.
    void mourn() { may_take_over_ = contested_; }
    void dismiss() {
        is_appointed_ = false;
        may_take_over_ = false;
        peers_.clear();
    }

    [[nodiscard]] bool is_appointed() const { return is_appointed_; }
    [[nodiscard]] bool may_take_over() const { return may_take_over_; }
    /// Whose deputy.
    [[nodiscard]] const ProviderId& primary() const { return primary_; }
    [[nodiscard]] std::uint32_t revision() const { return revision_; }
    /// Ports, two bytes each.
    [[nodiscard]] wire::Bytes peers() const { return peers_.view(); }

   private:
    bool is_appointed_ = false;
    bool may_take_over_ = false;
    bool contested_ = false;
    ProviderId primary_;
    std::uint32_t revision_ = 0;
    Array<std::uint8_t> peers_;
};

}  // namespace mpdisc::core
