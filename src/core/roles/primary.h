// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/answers/fan_out.h"
#include "core/host/port_users.h"
#include "core/host/provider_state.h"
#include "core/host/registry.h"
#include "core/kit/cooldown.h"
#include "core/kit/messenger.h"
#include "core/takeover/deputy_line.h"
#include "core/takeover/deputy_monitor.h"
#include "core/takeover/port_owner.h"
#include "core/takeover/unregistered_peers.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// What a provider does as primary beside answering for itself: it keeps the registry of the
/// secondaries, finds out who of them is gone, and keeps a deputy informed (mpdisc.7, ROLES).
class Primary {
   public:
    /// All that it is given must outlive it.
    Primary(Messenger& messenger, ProviderState& state, Registry& registry, FanOut& fan_out,
            const PortOwner& port, DeputyLine& line)
        : messenger_(messenger),
          state_(state),
          registry_(registry),
          fan_out_(fan_out),
          port_(port),
          line_(line),
          deputy_monitor_(state.config.user_id, state.config.process_id) {}

    /// The port is this provider's. It takes the list out of `peers`: the control ports of the
    /// former primary, and of the providers that it knew. `has_successors`: others may take the
    /// port over.
    void begin(TimeUs now_us, Array<std::uint8_t>& peers, bool has_successors);
    /// The port is not this provider's any more.
    void end();
    /// Before the end: tells all of them that this primary leaves, or that another one is primary.
    void tell_secondaries(const ProviderId& of, wire::Change change);

    // Messages that came from this host to the discovery port.
    void on_registration(TimeUs now_us, const Endpoint& from, const wire::Registration& message);
    /// By that channel: the discovery port, or the line to the deputy.
    void on_heartbeat(TimeUs now_us, Channel channel, const Endpoint& from,
                      const wire::Heartbeat& message);
    /// This provider offers that, too, from now on.
    void warn_of_duplicate(const ServiceView& service);
    void on_unregistration(TimeUs now_us, const Endpoint& from, const wire::Identity& message);
    void on_status_request(TimeUs now_us, const Endpoint& from, const wire::StatusRequest& message);

    /// The port is contested from now on, or no more: the deputy is told.
    void contest_changed(TimeUs now_us) { deputy_monitor_.note_change(now_us); }
    /// The line that was to be opened is open, or cannot be.
    void line_opened(TimeUs now_us) { tell_deputy(now_us); }
    /// The users of all UDP sockets on the loopback address: a question, the answers, and their
    /// end.
    [[nodiscard]] bool take_port_users_question() { return port_users_.take_question(); }
    [[nodiscard]] bool has_port_users_question() const { return port_users_.has_question(); }
    void port_user_told(std::uint16_t port, std::uint32_t user_id);
    /// `is_told`: false where the system tells no users at all.
    void port_users_told(TimeUs now_us, bool is_told);
    /// Nobody listens at that address of this host.
    void refused(TimeUs now_us, const Endpoint& to);
    /// Asks all that claim that process whether they are there: only who is not is removed.
    void process_ended(std::uint32_t process_id);
    /// The loopback network has another family by now: who registered from the former one comes
    /// back from a new address, which is not to be taken for somebody else's.
    void forget_unreachable(TimeUs now_us);
    /// This provider itself was not running: what others sent meanwhile may wait, or be lost.
    void note_absence(TimeUs now_us);
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

   private:
    void watch(Registry::Slot slot, std::uint32_t former_process_id);
    void remove(TimeUs now_us, Registry::Slot slot, ProviderEventType reason);
    void note_change(TimeUs now_us);
    void warn_of_full_registry(TimeUs now_us);
    /// Another provider of this host that offers a service that the registrant offers, too; no id:
    /// none is known.
    [[nodiscard]] ProviderId find_duplicate(Registry::Slot slot) const;
    [[nodiscard]] Registry::Outcome put(TimeUs now_us, const Endpoint& from,
                                        const wire::Registration& message);
    /// Who is registered from that address by that id; `none` where nobody is, or by another id.
    [[nodiscard]] Registry::Slot find(const Endpoint& address, const ProviderId& id) const;
    [[nodiscard]] TimeUs next_expiry_us() const;
    void expire(TimeUs now_us);
    /// `has_asked`: the system has just told what it knows of the secondaries' users.
    void appoint_deputy(TimeUs now_us, bool has_asked = false);
    /// When the system is to be asked for users, so that there is a deputy.
    [[nodiscard]] TimeUs ask_us() const {
        // No time of the past: a deadline that has long passed would look as if this provider
        // itself had not been running.
        return std::max(port_users_.next_ask_us(), deputy_monitor_.asking_since_us());
    }
    /// When the owner is to be told that nobody can be deputy.
    [[nodiscard]] TimeUs missing_report_due_us() const {
        const bool is_vacant = !deputy_monitor_.has_deputy() && !deputy_monitor_.is_asking();
        const bool is_news = is_vacant && registry_.size() != 0 && !missing_deputy_reported_;
        return is_news ? next_missing_report_us_ : never_us;
    }
    void tell_deputy(TimeUs now_us);
    [[nodiscard]] TimeUs next_announcement_us() const;
    void announce_to_unregistered(TimeUs now_us);
    /// That one has registered, or is gone.
    bool remove_unregistered(const Endpoint& address);

    Messenger& messenger_;
    ProviderState& state_;
    Registry& registry_;
    FanOut& fan_out_;
    const PortOwner& port_;
    DeputyLine& line_;
    PortUsers port_users_;
    DeputyMonitor deputy_monitor_;
    UnregisteredPeers unregistered_;
    /// Until when no lease ends, because this provider itself was not running.
    TimeUs leases_held_until_us_ = 0;
    /// Who was appointed last.
    ProviderId deputy_;
    /// Whether the owner knows that there is none, and when it may be told so again.
    bool missing_deputy_reported_ = false;
    Cooldown full_warnings_;
    TimeUs next_missing_report_us_ = 0;
};

}  // namespace mpdisc::core
