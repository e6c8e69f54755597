// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// A secondary's side of being the deputy: it sends a heartbeat every second, and knows which
/// providers to call if it takes over. It stays the deputy until a primary acknowledges a
/// registration of it.
class Deputy {
   public:
    /// Between two beats.
    static constexpr TimeUs heartbeat_gap_us = 1'000'000;
    /// So many beats must stay unanswered, and so long must the primary have been silent, before
    /// the deputy takes over.
    static constexpr std::uint32_t unanswered_min = 3;
    static constexpr TimeUs silence_min_us = 3'000'000;
    /// How long the last of them is waited for.
    static constexpr TimeUs last_wait_us = 500'000;

    /// False for want of memory; then the former list holds.
    [[nodiscard]] bool appoint(const wire::Appointment& appointment) {
        if (!peers_.reserve(appointment.peers.size())) return false;
        peers_.clear();
        (void)peers_.append(appointment.peers);
        duty_ = Duty::appointed;
        contested_ = appointment.contested;
        primary_ = appointment.provider;
        revision_ = appointment.peers_revision;
        return true;
    }
    /// The primary is gone, so there is no program to take over from: the next holder got the port
    /// in good order. But if the port was contested, a program that hangs has it again.
    void note_primary_gone() {
        if (duty_ == Duty::appointed) duty_ = Duty::without_primary;
    }
    void dismiss() {
        duty_ = Duty::none;
        peers_.clear();
    }

    [[nodiscard]] bool is_appointed() const { return duty_ != Duty::none; }
    [[nodiscard]] bool may_take_over() const {
        return duty_ == Duty::appointed || (duty_ == Duty::without_primary && contested_);
    }
    /// The primary that appointed it.
    [[nodiscard]] const ProviderId& primary() const { return primary_; }
    [[nodiscard]] std::uint32_t revision() const { return revision_; }
    /// Ports, two bytes each.
    [[nodiscard]] wire::Bytes peers() const { return peers_.view(); }
    /// This deputy is the primary now, and these are its peers.
    void hand_over(Array<std::uint8_t>& peers) {
        peers.swap(peers_);
        dismiss();
    }

   private:
    enum class Duty : std::uint8_t { none, appointed, without_primary };

    Duty duty_ = Duty::none;
    bool contested_ = false;
    ProviderId primary_;
    std::uint32_t revision_ = 0;
    Array<std::uint8_t> peers_;
};

}  // namespace mpdisc::core
