// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/host/provider_state.h"
#include "core/kit/backoff.h"
#include "core/kit/messenger.h"
#include "core/takeover/deputy.h"
#include "core/takeover/deputy_line.h"
#include "core/takeover/primary_trust.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// The link of a secondary to its primary: it looks for the primary, registers, and sends
/// heartbeats. A message without an answer is repeated, and each repetition first tries to bind the
/// port. With keys, the holder of the port must then first prove that it has the key, by its answer
/// to PROVIDER_DISCOVERY_REQUEST. Only then it gets other messages.
class PrimaryLink {
   public:
    enum class Step : std::uint8_t { discovering, registering, registered };

    PrimaryLink(Messenger& messenger, ProviderState& state, DeputyLine& line)
        : messenger_(messenger), state_(state), line_(line) {}

    /// Starts over: at `due_us` this provider tries the port, then looks for the primary.
    void rediscover(TimeUs due_us);
    /// The primary has ended, or there is another one: at `due_us` this provider tries the port,
    /// then registers with the program that has it.
    void register_with_holder(TimeUs due_us);
    /// Makes the next repetition due now. It tries the port first.
    void retry_now(TimeUs now_us) {
        due_us_ = now_us;
        port_first_ = true;
    }
    /// The services of this provider have changed. Registers again if there is a primary: at once,
    /// or when the primary has answered the registration that is under way.
    void register_again(TimeUs now_us);

    [[nodiscard]] Step step() const { return step_; }
    /// The primary that answered last.
    [[nodiscard]] const ProviderId& primary() const { return primary_; }
    [[nodiscard]] const Deputy& deputy() const { return deputy_; }
    [[nodiscard]] Deputy& deputy() { return deputy_; }
    [[nodiscard]] PrimaryTrust& trust() { return trust_; }
    /// Whether the system must be asked for the user of the discovery port before send(). It must
    /// be asked only before a heartbeat, and not by a deputy, which sends one every second in any
    /// case.
    [[nodiscard]] bool must_ask() {
        return step_ == Step::registered && !deputy_.is_appointed() && trust_.ask();
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }
    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= due_us_; }
    /// Whether this provider must try the port before it sends: for a repetition, and while it
    /// looks for a primary.
    [[nodiscard]] bool tries_port() const;
    /// Whether this provider is the deputy, and its primary has been silent for long enough.
    [[nodiscard]] bool is_takeover_due(TimeUs now_us) const;
    /// The system refused the takeover. As soon as the primary answers again, this provider
    /// registers as one that cannot take over, so that another deputy is appointed.
    void note_takeover_refused() { refused_by_ = primary_; }
    /// This program did not run for a while. Answers of the primary may still wait.
    void note_absence(TimeUs now_us) { last_answer_us_ = now_us; }
    /// Whether a primary answered once, and no program with the port has answered since.
    [[nodiscard]] bool has_lost_primary() const {
        return primary_.is_known() && step_ != Step::registered && backoff_.unanswered() != 0;
    }
    /// How many messages of the present step have no answer yet.
    [[nodiscard]] std::uint32_t unanswered() const { return backoff_.unanswered(); }

    /// Sends the message of the present step. The backoff tells when to repeat it.
    void send(TimeUs now_us);
    /// Unregisters from the primary.
    void leave();

    [[nodiscard]] bool is_awaiting(const wire::RegistrationAck& ack) const {
        return step_ == Step::registering && ack.transaction == transaction_;
    }

    /// Whether this provider has asked by that transaction which provider has the port.
    [[nodiscard]] bool has_asked_by(std::uint64_t transaction) const {
        return awaits_response_ && transaction == transaction_;
    }

    /// Whether this provider is registered with this primary.
    [[nodiscard]] bool is_registered_with(const ProviderId& primary) const {
        return step_ == Step::registered && primary_ == primary;
    }

    /// Makes this secondary the deputy of the primary that it is registered with. False if there is
    /// no memory.
    [[nodiscard]] bool on_appointment(TimeUs now_us, const wire::Appointment& appointment);
    /// Ignores a response that is not awaited.
    void on_discovery_response(TimeUs now_us, const wire::DiscoveryResponse& response);
    /// The answer MUST be awaited.
    void on_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack);
    /// False if no such answer is awaited.
    [[nodiscard]] bool on_heartbeat_ack(TimeUs now_us, const wire::HeartbeatAck& ack);

   private:
    void enter(Step step, TimeUs due_us);
    [[nodiscard]] TimeUs next_gap_us();
    [[nodiscard]] wire::Heartbeat heartbeat() const;
    /// A deputy that repeats any message also sends a heartbeat by the line. Any program of the
    /// host can make it register again by PRIMARY_CHANGE, and then flood the port.
    void send_by_line();
    /// Whether the primary must prove that it has the key before it gets other messages.
    [[nodiscard]] bool wants_proof() const {
        return messenger_.sealer.has_keys() && (awaits_response_ || tries_port());
    }
    void send_discovery();
    /// Sends a registration or a heartbeat, as the present step needs.
    void send_to_primary();
    void send_registration();
    void expect_heartbeat(TimeUs now_us);

    Messenger& messenger_;
    ProviderState& state_;
    DeputyLine& line_;
    Step step_ = Step::discovering;
    Backoff backoff_;
    TimeUs due_us_ = never_us;
    bool port_first_ = false;
    /// PROVIDER_DISCOVERY_REQUEST was sent.
    bool awaits_response_ = false;
    /// The services have changed since the registration was first sent.
    bool is_outdated_ = false;
    /// When a primary last answered.
    TimeUs last_answer_us_ = 0;
    Deputy deputy_;
    PrimaryTrust trust_;
    std::uint64_t transaction_ = 0;
    ProviderId primary_;
    /// The system refused a takeover from this primary. No id: none.
    ProviderId refused_by_;
    std::uint32_t heartbeat_ms_ = 0;
};

}  // namespace mpdisc::core
