// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// What a secondary keeps to succeed its primary: the control port of the primary and, while it is
/// the deputy, of the providers that it tells when it takes over. The deputy sends a heartbeat
/// every second. It stays the deputy until a primary acknowledges a registration.
class Deputy {
   public:
    static constexpr TimeUs heartbeat_gap_us = 1'000'000;
    /// The deputy takes over if this many heartbeats in a row had no answer, and the primary has
    /// been silent for this time.
    static constexpr std::uint32_t unanswered_min = 3;
    static constexpr TimeUs silence_min_us = 3'000'000;
    /// How long the deputy waits for the answer to the last of these heartbeats.
    static constexpr TimeUs last_wait_us = 500'000;

    /// False if there is no memory; then the former list stays.
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
    /// The primary has ended, so the port is free and need not be taken over. But if the port was
    /// contested, a program that hangs still holds it.
    void note_primary_gone() {
        if (duty_ == Duty::appointed) duty_ = Duty::without_primary;
    }
    /// This provider is registered with that primary, and is not its deputy. 0: the port is not
    /// known.
    void follow(const ProviderId& primary, std::uint16_t control_port) {
        dismiss();
        primary_ = primary;
        const std::array port = {static_cast<std::uint8_t>(control_port >> 8),
                                 static_cast<std::uint8_t>(control_port)};
        // Without memory for it, the port is not known.
        if (control_port != 0) (void)peers_.append(port);
    }
    void dismiss() {
        duty_ = Duty::none;
        peers_.clear();
    }

    [[nodiscard]] bool is_appointed() const { return duty_ != Duty::none; }
    [[nodiscard]] bool may_take_over() const {
        return duty_ == Duty::appointed || (duty_ == Duty::without_primary && contested_);
    }
    /// The primary that appointed this deputy, or acknowledged a registration.
    [[nodiscard]] const ProviderId& primary() const { return primary_; }
    [[nodiscard]] std::uint32_t revision() const { return revision_; }
    /// The control ports of the peers, two bytes each.
    [[nodiscard]] wire::Bytes peers() const { return peers_.view(); }
    /// This provider is the primary from now on. `peers` receives the list. Returns the former
    /// primary, whose port comes first.
    [[nodiscard]] ProviderId hand_over(Array<std::uint8_t>& peers) {
        peers.swap(peers_);
        dismiss();
        return primary_;
    }

   private:
    enum class Duty : std::uint8_t { none, appointed, without_primary };

    Duty duty_ = Duty::none;
    bool contested_ = false;
    ProviderId primary_;
    std::uint32_t revision_ = 0;
    /// The port of the primary comes first.
    Array<std::uint8_t> peers_;
};

}  // namespace mpdisc::core
