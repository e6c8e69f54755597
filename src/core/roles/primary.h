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

/// What a provider does as primary, apart from answering clients: it keeps the registry of the
/// secondaries, notices which of them have ended, and keeps a deputy informed (mpdisc.7, ROLES).
class Primary {
   public:
    /// All arguments must outlive it.
    Primary(Messenger& messenger, ProviderState& state, Registry& registry, FanOut& fan_out,
            const PortOwner& port, DeputyLine& line)
        : messenger_(messenger),
          state_(state),
          registry_(registry),
          fan_out_(fan_out),
          port_(port),
          line_(line),
          deputy_monitor_(state.config.user_id, state.config.process_id) {}

    /// This provider has got the port. `former`: the primary before. Moves the list out of `peers`:
    /// the control ports of the former primary and of the providers that it knew. `has_successors`:
    /// other programs may take the port over.
    void begin(TimeUs now_us, const ProviderId& former, Array<std::uint8_t>& peers,
               bool has_successors);
    /// This provider has lost the port.
    void end();
    /// Call before end(). Tells all secondaries that this primary leaves, or that `of` is the
    /// primary.
    void tell_secondaries(const ProviderId& of, wire::Change change);

    // Messages that came from this host to the discovery port.
    void on_registration(TimeUs now_us, const Endpoint& from, const wire::Registration& message);
    /// `channel`: the discovery port, or the line to the deputy.
    void on_heartbeat(TimeUs now_us, Channel channel, const Endpoint& from,
                      const wire::Heartbeat& message);
    void on_unregistration(TimeUs now_us, const Endpoint& from, const wire::Identity& message);
    void on_status_request(TimeUs now_us, const Endpoint& from, const wire::StatusRequest& message,
                           const NeighbourhoodStatus& neighbourhood);

    /// Warns the owner if a secondary offers a service that this provider has just added.
    void warn_of_duplicate(const ServiceView& service);
    /// The port may have become contested, or may not be contested any more. Then the deputy and
    /// all who watch this host are told.
    void check_contest(TimeUs now_us);
    /// The line was opened, or cannot be opened.
    void line_opened(TimeUs now_us) { tell_deputy(now_us); }
    /// The question for the users of all UDP sockets on the loopback address. port_user_told()
    /// reports each socket, and port_users_told() the end of the answer.
    [[nodiscard]] bool take_port_users_question() { return port_users_.take_question(); }
    [[nodiscard]] bool has_port_users_question() const { return port_users_.has_question(); }
    void port_user_told(std::uint16_t port, std::uint32_t user_id);
    /// `is_told`: false if the system reports no users at all.
    void port_users_told(TimeUs now_us, bool is_told);
    /// The system reports that no socket of this host has this address.
    void refused(TimeUs now_us, const Endpoint& to);
    /// Sends a message to each registrant with that process id. A registrant is removed only if the
    /// system refuses the message.
    void process_ended(std::uint32_t process_id);
    /// The loopback network has changed its family. Removes the registrants with an address of the
    /// former one: they register again from a new address, and must not count twice.
    void forget_unreachable(TimeUs now_us);
    /// This program runs. To be called before each input. True if it has not run for so long that
    /// its deputy may have taken over.
    [[nodiscard]] bool note_run(TimeUs now_us);
    /// This program did not run for a while. Messages from that time may still wait, or be lost.
    void note_absence(TimeUs now_us);
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

   private:
    /// While there is a deputy, this program runs at least so often: its heartbeats come sooner.
    static constexpr TimeUs run_gap_us = 1'500'000;

    void watch(Registry::Slot slot, std::uint32_t former_process_id);
    void remove(TimeUs now_us, Registry::Slot slot, ProviderEventType reason);
    void note_change(TimeUs now_us);
    /// A new secondary may know the id of this host better.
    void adopt_host_of(TimeUs now_us, const wire::Registration& message);
    void warn_of_full_registry(TimeUs now_us);
    /// Another provider of this host that offers a service of this registrant, too. No id: none is
    /// known.
    [[nodiscard]] ProviderId find_duplicate(Registry::Slot slot) const;
    [[nodiscard]] Registry::Outcome put(TimeUs now_us, const Endpoint& from,
                                        const wire::Registration& message);
    /// The registrant with this address and id; `none` if there is none.
    [[nodiscard]] Registry::Slot find(const Endpoint& address, const ProviderId& id) const;
    [[nodiscard]] TimeUs next_expiry_us() const;
    void expire(TimeUs now_us);
    /// `has_asked`: the system has just reported the users of the secondaries.
    void appoint_deputy(TimeUs now_us, bool has_asked = false);
    /// When the system must be asked for users, so that a deputy can be appointed.
    [[nodiscard]] TimeUs ask_us() const {
        // Not earlier than the question came up: a deadline long ago would look as if this program
        // had not been running.
        return std::max(port_users_.next_ask_us(), deputy_monitor_.asking_since_us());
    }
    /// When the owner must be told that no secondary can be deputy.
    [[nodiscard]] TimeUs missing_report_due_us() const {
        const bool is_vacant = !deputy_monitor_.has_deputy() && !deputy_monitor_.is_asking();
        const bool is_news = is_vacant && registry_.size() != 0 && !missing_deputy_reported_;
        return is_news ? next_missing_report_us_ : never_us;
    }
    void tell_deputy(TimeUs now_us);
    [[nodiscard]] TimeUs next_announcement_us() const;
    void ask_former_primary(TimeUs now_us);
    void announce_to_unregistered(TimeUs now_us);
    /// The provider at this address has registered, or has ended.
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
    /// No lease ends before this time, because this program did not run for a while.
    TimeUs leases_held_until_us_ = 0;
    /// When this program last ran.
    TimeUs ran_us_ = 0;
    /// The last deputy that was reported to the owner.
    ProviderId deputy_;
    /// Whether the owner was told that there is no deputy.
    bool missing_deputy_reported_ = false;
    Cooldown full_warnings_;
    TimeUs next_missing_report_us_ = 0;
};

}  // namespace mpdisc::core
