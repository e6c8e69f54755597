// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/host/registry.h"
#include "core/kit/cooldown.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// What a primary keeps about its deputy (mpdisc.7, ROLES): which secondary it is, whether it still
/// sends heartbeats, and when it must get a new list of its peers.
class DeputyMonitor {
   public:
    /// Only secondaries of this user can take over; `Registration::no_user`: none can. Secondaries
    /// in the process of the primary hang with it, so they come after all others.
    DeputyMonitor(std::uint32_t user_id, std::uint32_t process_id)
        : user_id_(user_id), process_id_(process_id) {}

    [[nodiscard]] Registry::Slot deputy() const { return deputy_; }
    [[nodiscard]] bool has_deputy() const { return deputy_ != Registry::none; }

    /// Appoints the next eligible secondary if there is no deputy. True if one was appointed. A
    /// deputy that has become ineligible is dismissed first. The system must confirm the user that
    /// a secondary claims; `has_asked`: the system has just answered. Otherwise the former deputy,
    /// which may hang, is not appointed again while another secondary may be eligible.
    [[nodiscard]] bool appoint(TimeUs now_us, const Registry& registry, bool has_asked = false);
    /// Whether the system must be asked for the users of the secondaries, because one of them may
    /// be of this user. Then appoint() must be called again.
    [[nodiscard]] bool is_asking() const { return asking_since_us_ != never_us; }
    [[nodiscard]] TimeUs asking_since_us() const { return asking_since_us_; }
    /// The system reports no users. From now on the claims of the secondaries count.
    void trust_claims() { trusts_claims_ = true; }
    /// The deputy was removed, or must be replaced.
    void clear() {
        deputy_ = Registry::none;
        asking_since_us_ = never_us;
    }
    /// Starts anew, for that user.
    void reset(std::uint32_t user_id) { *this = DeputyMonitor(user_id, process_id_); }

    /// The list of peers has changed. The deputy gets a new one at once; if there are many changes,
    /// a little later.
    void note_change(TimeUs now_us);
    /// The deputy sent a heartbeat. `up_to_date`: it has the present list.
    void note_heartbeat(TimeUs now_us, bool up_to_date);
    /// This program did not run for a while. Heartbeats from that time may be lost.
    void note_absence(TimeUs now_us) { last_beat_us_ = now_us; }
    /// The deputy was sent a list of this many peers.
    void note_update_sent(TimeUs now_us, std::size_t peers);

    [[nodiscard]] bool is_update_due(TimeUs now_us) const { return updates_.is_due(now_us); }
    /// Whether the deputy has stopped sending heartbeats.
    [[nodiscard]] bool is_silent(TimeUs now_us) const {
        return has_deputy() && now_us >= silent_us();
    }
    [[nodiscard]] TimeUs next_deadline_us() const;

   private:
    enum class Eligibility : std::uint8_t { none, of_own_process, unknown, full };

    [[nodiscard]] Eligibility eligibility_of(const Registrant& registrant) const;
    [[nodiscard]] Registry::Slot find_next(const Registry& registry, bool has_asked) const;
    [[nodiscard]] TimeUs silent_us() const;

    std::uint32_t user_id_;
    std::uint32_t process_id_;
    Registry::Slot deputy_ = Registry::none;
    /// The search for the next deputy begins here, behind the former one.
    Registry::Slot search_from_ = 0;
    /// When the list of peers is sent.
    Throttle updates_;
    TimeUs last_beat_us_ = 0;
    bool trusts_claims_ = false;
    TimeUs asking_since_us_ = never_us;
};

}  // namespace mpdisc::core
