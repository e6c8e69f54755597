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

/// How a provider without the port gets known to its primary, and stays so: it looks for the
/// primary, registers, and lets it know that it lives. What goes unanswered is repeated, and each
/// repetition first tries for the port. With keys, whoever has the port then must first prove that
/// it has the key, too, by its answer to PROVIDER_DISCOVERY_REQUEST; only then is it told anything.
class PrimaryLink {
   public:
    enum class Step : std::uint8_t { discovering, registering, registered };

    PrimaryLink(Messenger& messenger, ProviderState& state, DeputyLine& line)
        : messenger_(messenger), state_(state), line_(line) {}

    /// Starts over: at `due_us` the port is tried, then the primary is looked for.
    void rediscover(TimeUs due_us);
    /// The primary is gone, or there is another: at `due_us` the port is tried, then whoever has
    /// it is taken to be a primary, and registered with.
    void register_with_holder(TimeUs due_us);
    /// The next repetition is due, and the port comes first.
    void retry_now(TimeUs now_us) {
        due_us_ = now_us;
        port_first_ = true;
    }
    /// What this provider offers has changed: registers anew, if there is a primary.
    void register_again(TimeUs now_us);

    [[nodiscard]] Step step() const { return step_; }
    /// The primary that answered last.
    [[nodiscard]] const ProviderId& primary() const { return primary_; }
    [[nodiscard]] const Deputy& deputy() const { return deputy_; }
    [[nodiscard]] Deputy& deputy() { return deputy_; }
    [[nodiscard]] PrimaryTrust& trust() { return trust_; }
    /// Whether what send() is about to send is a heartbeat before which the system is to be asked
    /// whose the discovery port is. A deputy sends one every second in any case.
    [[nodiscard]] bool must_ask() {
        return step_ == Step::registered && !deputy_.is_appointed() && trust_.ask();
    }
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }
    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= due_us_; }
    /// Whether what is due is a repetition, or the first step of looking for a primary: then the
    /// port comes first.
    [[nodiscard]] bool tries_port() const;
    /// Whether this is a deputy whose primary has been silent for long enough.
    [[nodiscard]] bool is_takeover_due(TimeUs now_us) const;
    /// The system refused the takeover: as soon as the primary is heard again, it is told to
    /// appoint somebody else.
    void note_takeover_refused() { refused_by_ = primary_; }
    /// This provider itself was not running: the primary's answers may wait to be read.
    void note_absence(TimeUs now_us) { last_answer_us_ = now_us; }
    /// How often the present step has been repeated in vain.
    [[nodiscard]] std::uint32_t unanswered() const { return backoff_.unanswered(); }

    /// Sends what the state asks for; the next repetition follows by the backoff.
    void send(TimeUs now_us);
    /// Says good-bye to the primary.
    void leave();

    [[nodiscard]] bool is_awaiting(const wire::RegistrationAck& ack) const {
        return step_ == Step::registering && ack.transaction == transaction_;
    }

    /// Whether this provider is looking for a primary, and asks by that transaction.
    [[nodiscard]] bool is_discovering_by(std::uint64_t transaction) const {
        return step_ == Step::discovering && transaction == transaction_;
    }

    /// Whether this provider is registered with that primary.
    [[nodiscard]] bool is_registered_with(const ProviderId& primary) const {
        return step_ == Step::registered && primary_ == primary;
    }

    /// Makes this secondary the deputy of the primary that it is registered with. False for want of
    /// memory.
    [[nodiscard]] bool on_appointment(TimeUs now_us, const wire::Appointment& appointment);
    /// Passes over what nobody waits for.
    void on_discovery_response(TimeUs now_us, const wire::DiscoveryResponse& response);
    /// Each returns false where nobody waits for such an answer.
    [[nodiscard]] bool on_registration_ack(TimeUs now_us, const wire::RegistrationAck& ack);
    [[nodiscard]] bool on_heartbeat_ack(TimeUs now_us, const wire::HeartbeatAck& ack);

   private:
    void enter(Step step, TimeUs due_us);
    [[nodiscard]] TimeUs next_gap_us();
    [[nodiscard]] wire::Heartbeat heartbeat() const;
    /// A deputy beats by its line, too, if it repeats anything: any program of the host can make it
    /// register again by a hint, and then flood the port.
    void send_by_line();
    /// Whether the primary must prove that it has the key before it is told anything.
    [[nodiscard]] bool wants_proof() const {
        return messenger_.sealer.has_keys() && (awaits_response_ || tries_port());
    }
    void send_discovery();
    /// Tells the primary what the state asks for.
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
    /// When a primary last answered.
    TimeUs last_answer_us_ = 0;
    Deputy deputy_;
    PrimaryTrust trust_;
    std::uint64_t transaction_ = 0;
    ProviderId primary_;
    /// The primary that this provider could not take over from; no id: none.
    ProviderId refused_by_;
    std::uint32_t heartbeat_ms_ = 0;
};

}  // namespace mpdisc::core
