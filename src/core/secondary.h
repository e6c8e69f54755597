// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/backoff.h"
#include "core/outbox.h"
#include "core/random.h"
#include "mpdisc/address.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// A provider without the port: looks for the primary, registers with it, and lets it know that
/// it lives. Whatever goes unanswered is repeated, and each repetition first tries for the port.
class Secondary {
   public:
    enum class State : std::uint8_t { seeking, registering, registered };

    /// What registering takes; views that must stay.
    struct Self {
        ProviderId id;
        std::uint32_t process_id = 0;
        wire::Reach reach;
        wire::ServiceList services;
        std::size_t services_size = 0;
    };

    explicit Secondary(Random& random) : random_(random) {}

    /// Starts over: at `due_us` the port is tried, then the primary is looked for.
    void seek(TimeUs due_us);
    /// What this provider offers has changed: registers anew, if there is a primary.
    void register_again(TimeUs now_us);

    [[nodiscard]] State state() const { return state_; }
    /// The primary that answered last.
    [[nodiscard]] const ProviderId& primary() const { return primary_; }
    [[nodiscard]] TimeUs next_deadline_us() const { return due_us_; }
    [[nodiscard]] bool is_due(TimeUs now_us) const { return now_us >= due_us_; }
    /// Whether what is due is a repetition, or the very first step: then the port comes first.
    [[nodiscard]] bool tries_port() const;
    /// How often the present step has been repeated in vain.
    [[nodiscard]] std::uint32_t unanswered() const { return backoff_.unanswered(); }

    /// Sends what the state asks for; the next repetition follows by the backoff. False for want
    /// of memory.
    [[nodiscard]] bool send(TimeUs now_us, const Self& self, const Endpoint& discovery,
                            Outbox& outbox);

    /// Says good-bye to whoever holds the discovery port.
    [[nodiscard]] bool leave(const ProviderId& self, const Endpoint& discovery, Outbox& outbox);

    /// Passes over what nobody waits for.
    void take(TimeUs now_us, const wire::Identity& response);
    /// Each returns false where nobody waits for such an answer.
    [[nodiscard]] bool take(TimeUs now_us, const wire::RegistrationAck& ack);
    [[nodiscard]] bool take(TimeUs now_us, const wire::HeartbeatAck& ack);

   private:
    void enter(State state, TimeUs due_us);
    [[nodiscard]] bool send_discovery(const Self& self, const Endpoint& discovery, Outbox& outbox);
    void expect_heartbeat(TimeUs now_us);

    Random& random_;
    State state_ = State::seeking;
    Backoff backoff_;
    TimeUs due_us_ = never_us;
    std::uint64_t transaction_ = 0;
    ProviderId primary_;
    std::uint32_t heartbeat_ms_ = 0;
};

}  // namespace mpdisc::core
