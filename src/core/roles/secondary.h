// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "core/host/provider_state.h"
#include "core/kit/cooldown.h"
#include "core/kit/messenger.h"
#include "core/roles/primary_link.h"
#include "core/takeover/deputy_line.h"
#include "core/takeover/port_owner.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// What a provider does without the port: it follows the provider that has it, notices when that
/// one ends or is silent, and takes over if it is the deputy (mpdisc.7, ROLES).
class Secondary {
   public:
    Secondary(Messenger& messenger, ProviderState& state, PortOwner& port, DeputyLine& line)
        : messenger_(messenger),
          state_(state),
          port_(port),
          line_(line),
          link_(messenger, state, line) {}

    /// Tries the port, then looks for a primary.
    void begin(TimeUs now_us);
    /// This provider has got the port. Returns the former primary. `peers` receives the control
    /// ports of that one and of the providers that it knew, as far as they are known.
    [[nodiscard]] ProviderId end(Array<std::uint8_t>& peers);
    void leave() { link_.leave(); }
    void services_changed(TimeUs now_us) { link_.register_again(now_us); }
    /// The addresses of the host changed. `by_loopback`: messages to the primary may be lost.
    void interfaces_changed(TimeUs now_us, bool by_loopback);
    // Another program holds the port, or the system refused the takeover.
    void port_refused(TimeUs now_us);
    void takeover_refused(TimeUs now_us);

    // Messages of the program that has the discovery port.
    void on_discovery_response(TimeUs now_us, const wire::DiscoveryResponse& response) {
        link_.on_discovery_response(now_us, response);
    }
    void on_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack);
    void on_heartbeat_ack(TimeUs now_us, const wire::HeartbeatAck& ack);
    void on_deputy_appointment(TimeUs now_us, const wire::Appointment& appointment);
    /// The holder of the port has other keys than this provider. False if this provider has not
    /// asked it by that transaction.
    [[nodiscard]] bool on_key_mismatch(TimeUs now_us, std::uint64_t transaction);
    /// From any program of this host.
    void on_primary_change(TimeUs now_us, const wire::PrimaryChange& change);

    /// The system reports that no socket of this host has this address.
    void refused(TimeUs now_us, const Endpoint& to);
    void process_ended(TimeUs now_us, std::uint32_t process_id);
    /// The system watches this process.
    void process_watched(std::uint32_t process_id) { link_.trust().note_watched(process_id); }
    /// True if the system must be asked for the user of `socket`, which is the discovery port.
    [[nodiscard]] bool take_user_question(Endpoint& socket);
    [[nodiscard]] bool has_user_question() const { return has_user_question_; }
    /// The answer. Empty if the system cannot tell.
    void user_told(std::optional<std::uint32_t> user_id);
    /// This program did not run for a while. Answers of the primary may still wait.
    void note_absence(TimeUs now_us) { link_.note_absence(now_us); }
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// Whether a primary that answered once has not answered for a while.
    [[nodiscard]] bool has_lost_primary() const { return link_.has_lost_primary(); }
    /// The primary that answered last.
    [[nodiscard]] const ProviderId& primary() const { return link_.primary(); }

   private:
    void send(TimeUs now_us);
    void report_silence(TimeUs now_us);
    void become_unregistered();
    void warn(TimeUs now_us, ProviderEventType type);
    void recheck(TimeUs now_us);
    void watch_primary(std::uint32_t process_id);

    Messenger& messenger_;
    ProviderState& state_;
    PortOwner& port_;
    DeputyLine& line_;
    PrimaryLink link_;
    bool has_user_question_ = false;
    /// The process of the primary if it is watched, else 0.
    std::uint32_t watched_process_id_ = 0;
    /// The primary that named this process.
    ProviderId watched_primary_;
    /// The process of this primary was reported to have ended. If the primary still answers, its
    /// process id is misleading, and is not watched again.
    ProviderId suspected_primary_;
    /// The provider that offers the same service, as reported to the owner. No id: none.
    ProviderId duplicate_of_;
    /// Looks for the primary again, after a sign that it changed.
    Throttle recheck_;
    Cooldown warnings_;
    /// Until this time, the program that has the port counts as a primary with other keys.
    TimeUs mismatch_until_us_ = 0;
    ProviderEventType last_warning_ = ProviderEventType::role_changed;
};

}  // namespace mpdisc::core
