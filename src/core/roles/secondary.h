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

/// What a provider does that has not got the port: it follows whoever has it, notices when that
/// one is gone or silent, and as its deputy takes over (mpdisc.7, ROLES).
class Secondary {
   public:
    Secondary(Messenger& messenger, ProviderState& state, PortOwner& port, DeputyLine& line)
        : messenger_(messenger),
          state_(state),
          port_(port),
          line_(line),
          link_(messenger, state, line) {}

    /// Looks for a primary, the port first.
    void begin(TimeUs now_us);
    /// The port is this provider's. `peers` receives the control ports of the providers that the
    /// former primary knew, and its own.
    void end(Array<std::uint8_t>& peers);
    void leave() { link_.leave(); }
    void services_changed(TimeUs now_us) { link_.register_again(now_us); }
    /// The host's addresses changed. `by_loopback`: what was sent to the primary may be lost.
    void interfaces_changed(TimeUs now_us, bool by_loopback);
    /// The port is not to be had; or the system refused the takeover.
    void port_refused(TimeUs now_us);
    void takeover_refused(TimeUs now_us);

    // Messages of the program that has the discovery port.
    void on_discovery_response(TimeUs now_us, const wire::DiscoveryResponse& response) {
        link_.on_discovery_response(now_us, response);
    }
    void on_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack);
    void on_heartbeat_ack(TimeUs now_us, const wire::HeartbeatAck& ack);
    void on_deputy_appointment(TimeUs now_us, const wire::Appointment& appointment);
    /// It has other keys than this provider. False where this provider is not looking for a primary
    /// by that transaction.
    [[nodiscard]] bool on_key_mismatch(TimeUs now_us, std::uint64_t transaction);
    /// From any program of this host.
    void on_primary_change(TimeUs now_us, const wire::PrimaryChange& change);

    /// Nobody listens at that address of this host.
    void refused(TimeUs now_us, const Endpoint& to);
    void process_ended(TimeUs now_us, std::uint32_t process_id);
    /// The system watches that process.
    void process_watched(std::uint32_t process_id) { link_.trust().note_watched(process_id); }
    /// The discovery port, whose user is to be asked for; false where there is no such question.
    [[nodiscard]] bool take_user_question(Endpoint& socket);
    [[nodiscard]] bool has_user_question() const { return has_user_question_; }
    /// The answer; no number where the system cannot tell.
    void user_told(std::optional<std::uint32_t> user_id);
    /// This provider itself was not running: the primary's answers may wait to be read.
    void note_absence(TimeUs now_us) { link_.note_absence(now_us); }
    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    /// The primary that answered last.
    [[nodiscard]] const ProviderId& primary() const { return link_.primary(); }

   private:
    void send(TimeUs now_us);
    void report_silence(TimeUs now_us);
    void become_unregistered();
    void warn(TimeUs now_us, ProviderEventType type);
    void recheck(TimeUs now_us);
    void watch_primary(std::uint32_t process_id);
    void tell_peers(const ProviderId& primary);

    Messenger& messenger_;
    ProviderState& state_;
    PortOwner& port_;
    DeputyLine& line_;
    PrimaryLink link_;
    bool has_user_question_ = false;
    /// The primary's process where it is watched, else 0; and whose it is.
    std::uint32_t watched_process_id_ = 0;
    ProviderId watched_primary_;
    /// A primary whose process seemed to have ended: should it live, its number lies.
    ProviderId suspected_primary_;
    /// Who offers the same as this provider, as its owner was told; no id: nobody.
    ProviderId duplicate_of_;
    /// Looks for the primary again, after a hint that it changed.
    Throttle recheck_;
    Cooldown warnings_;
    /// Until when the program that has the port is taken for a primary with other keys.
    TimeUs mismatch_until_us_ = 0;
    ProviderEventType last_warning_ = ProviderEventType::role_changed;
};

}  // namespace mpdisc::core
