// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/answers/fan_out.h"
#include "core/host/port_users.h"
#include "core/host/provider_state.h"
#include "core/host/registry.h"
#include "core/kit/messenger.h"
#include "core/takeover/absentees.h"
#include "core/takeover/deputy_line.h"
#include "core/takeover/deputy_post.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// What a provider does as primary beside answering for itself: it keeps the registry of the
/// secondaries, finds out who of them is gone, and keeps a deputy informed (mpdisc.7, ROLES).
class Primary {
   public:
    Primary(Messenger& messenger, ProviderState& state, DeputyLine& line)
        : messenger_(messenger),
          state_(state),
          line_(line),
          registry_(messenger.random.next()),
          fan_out_(registry_, messenger.sealer),
          deputy_post_(state.config.user_id, state.config.process_id) {}

    /// The port is this provider's. `peers`: the control ports of those whom the former primary
    /// knew, and its own, from which this provider `took_over`, or which is gone. `has_successors`:
    /// others may take the port over.
    void begin(TimeUs now_us, wire::Bytes peers, bool took_over, bool has_successors);
    /// The port is not this provider's any more.
    void end();
    /// Before the end: tells all of them that this primary leaves, or that another one is primary.
    void tell_secondaries(const ProviderId& of, wire::Change change);

    // Messages that came from this host to the discovery port.
    void take(TimeUs now_us, const Endpoint& from, const wire::Registration& message);
    /// By that channel: the discovery port, or the line to the deputy.
    void take(TimeUs now_us, Channel channel, const Endpoint& from, const wire::Heartbeat& message);
    /// This provider offers that, too, from now on.
    void warn_of_duplicate(const ServiceView& service);
    void take_unregistration(TimeUs now_us, const Endpoint& from, const wire::Identity& message);
    void take(TimeUs now_us, const Endpoint& from, const wire::StatusRequest& message);

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
    void excuse(TimeUs now_us);
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// Whether all providers of this host have had the time to register since it began.
    [[nodiscard]] bool is_settled(TimeUs now_us) const;
    [[nodiscard]] Registry& registry() { return registry_; }
    [[nodiscard]] const Registry& registry() const { return registry_; }
    [[nodiscard]] FanOut& fan_out() { return fan_out_; }
    [[nodiscard]] const FanOut& fan_out() const { return fan_out_; }

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
    void fill_deputy_post(TimeUs now_us, bool has_asked = false);
    /// When the system is to be asked for users, so that there is a deputy.
    [[nodiscard]] TimeUs ask_us() const {
        // No time of the past: a deadline that has long passed would look as if this provider
        // itself had not been running.
        return std::max(port_users_.next_ask_us(), deputy_post_.asking_since_us());
    }
    /// When the owner is to be told that nobody can be deputy.
    [[nodiscard]] TimeUs deputy_missed_us() const {
        const bool is_vacant = deputy_post_.is_vacant() && !deputy_post_.is_asking();
        const bool is_news = is_vacant && registry_.size() != 0 && !deputy_missed_;
        return is_news ? deputy_missed_again_us_ : never_us;
    }
    void tell_deputy(TimeUs now_us);
    void call_absentees();
    bool strike_absentee(const Endpoint& address);
    /// Whether a former primary that hung may still hold the port, too.
    [[nodiscard]] bool is_contested() const { return took_over_ && absentees_.count() != 0; }

    Messenger& messenger_;
    ProviderState& state_;
    DeputyLine& line_;
    Registry registry_;
    PortUsers port_users_;
    FanOut fan_out_;
    DeputyPost deputy_post_;
    Absentees absentees_;
    bool took_over_ = false;
    TimeUs since_us_ = 0;
    /// When a secondary came last that was not there before.
    TimeUs last_join_us_ = 0;
    /// Until when no lease ends, because this provider itself was not running.
    TimeUs leases_held_until_us_ = 0;
    /// Who was appointed last.
    ProviderId deputy_;
    /// Whether the owner knows that there is none, and when it may be told so again.
    bool deputy_missed_ = false;
    TimeUs next_full_warning_us_ = 0;
    TimeUs deputy_missed_again_us_ = 0;
};

}  // namespace mpdisc::core
