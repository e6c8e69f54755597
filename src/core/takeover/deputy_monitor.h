// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/host/registry.h"
#include "core/kit/cooldown.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// The primary's side of having a deputy (mpdisc.7, ROLES): which secondary it is,
/// whether it still beats, and when it is to be told of its peers anew.
class DeputyMonitor {
   public:
    /// Only secondaries of this user can take over; `Registration::no_user`: none. Those of the
    /// primary's own process hang when it does, so they come after the others.
    DeputyMonitor(std::uint32_t user_id, std::uint32_t process_id)
        : user_id_(user_id), process_id_(process_id) {}

    [[nodiscard]] Registry::Slot deputy() const { return deputy_; }
    [[nodiscard]] bool has_deputy() const { return deputy_ != Registry::none; }

    /// Appoints the next secondary that may be it, if there is none; a holder that says by now that
    /// it cannot take over is none. True where one was appointed. What a secondary claims does not
    /// count before the system was asked; `has_asked`: it was, just now. Before that a former
    /// holder is not appointed anew where others are unknown: it may have lost the post because it
    /// hangs.
    [[nodiscard]] bool appoint(TimeUs now_us, const Registry& registry, bool has_asked = false);
    /// Whether a secondary may turn out to be of this user: the system is to be asked for the
    /// secondaries' users, and then appoint() is to be called again.
    [[nodiscard]] bool is_asking() const { return asking_since_us_ != never_us; }
    [[nodiscard]] TimeUs asking_since_us() const { return asking_since_us_; }
    /// The system cannot tell any user: what secondaries claim counts.
    void trust_claims() { trusts_claims_ = true; }
    /// The holder was removed, or is to be relieved.
    void clear() {
        deputy_ = Registry::none;
        asking_since_us_ = never_us;
    }
    /// As made for that user.
    void reset(std::uint32_t user_id) { *this = DeputyMonitor(user_id, process_id_); }

    /// Who is registered has changed: the deputy is told at once, of many changes a little later.
    void note_change(TimeUs now_us);
    /// A heartbeat of the holder's, which has the list of that revision.
    void note_heartbeat(TimeUs now_us, bool up_to_date);
    /// This provider itself was not running: what the holder sent meanwhile may be lost.
    void note_absence(TimeUs now_us) { last_beat_us_ = now_us; }
    /// The holder was sent a list of so many peers.
    void note_update_sent(TimeUs now_us, std::size_t peers);

    [[nodiscard]] bool is_update_due(TimeUs now_us) const { return updates_.is_due(now_us); }
    /// Whether the holder itself has stopped beating.
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
    /// Where the search for the next one begins: behind the one before.
    Registry::Slot search_from_ = 0;
    /// Sends the list of peers.
    Throttle updates_;
    TimeUs last_beat_us_ = 0;
    bool trusts_claims_ = false;
    TimeUs asking_since_us_ = never_us;
};

}  // namespace mpdisc::core
