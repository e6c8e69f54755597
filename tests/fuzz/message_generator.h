// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "tests/fuzz/input.h"
#include "tests/vectors/any_message.h"
#include "wire/auth.h"
#include "wire/client_messages.h"
#include "wire/control_messages.h"
#include "wire/status_messages.h"

namespace mpdisc::fuzz {

/// Makes up what others say to a machine: well-formed messages of all types, so that few bytes of
/// input get far into it, and now and then any bytes. It can answer, for it hears what the machine
/// itself says.
class MessageGenerator {
   public:
    /// The machine's own id, and its keys.
    MessageGenerator(const ProviderId& own_id, const wire::Keyring& keys)
        : own_id_(own_id), keys_(keys) {}

    void observe(const testing::Decoded& message);
    /// The transaction of the last message of that type that was heard; 0 where none was.
    [[nodiscard]] std::uint64_t transaction_of(wire::MessageType type) const;
    /// Whose program talks from now on.
    void set_sender(const Endpoint& address);
    /// What the next messages are bound to.
    void bind(const wire::Binding& binding) { binding_ = binding; }
    /// The time of day.
    void set_time(std::uint64_t time_ms) { time_ms_ = time_ms; }
    /// Valid until the next call.
    [[nodiscard]] wire::Bytes generate(Input& input);
    /// The same, of one type.
    [[nodiscard]] wire::Bytes generate(Input& input, wire::MessageType type);

    /// A service of a few; a view of static memory.
    [[nodiscard]] static ServiceView choose_service(Input& input);

   private:
    [[nodiscard]] std::uint64_t choose_transaction(Input& input, wire::MessageType answered) const;
    [[nodiscard]] ProviderId choose_id(Input& input) const;
    [[nodiscard]] wire::ServiceList choose_services(Input& input);
    [[nodiscard]] wire::Roster choose_roster(Input& input) const;
    void choose_request(Input& input, wire::Request& out);
    [[nodiscard]] std::size_t generate_valid(Input& input, wire::MessageType type);
    [[nodiscard]] std::size_t pad(std::size_t size, std::size_t wanted);
    [[nodiscard]] std::size_t seal(Input& input, std::size_t size);
    [[nodiscard]] std::size_t generate_arbitrary(Input& input);
    [[nodiscard]] std::size_t generate_advertisement(Input& input);
    [[nodiscard]] std::size_t generate_notification(Input& input);
    [[nodiscard]] std::size_t generate_registration(Input& input);
    [[nodiscard]] std::size_t generate_registration_ack(Input& input);
    [[nodiscard]] std::size_t generate_heartbeat(Input& input);
    [[nodiscard]] std::size_t generate_appointment(Input& input);
    [[nodiscard]] std::size_t generate_status_response(Input& input);

    ProviderId own_id_;
    const wire::Keyring& keys_;
    ProviderId sender_id_;
    wire::Binding binding_;
    std::uint64_t time_ms_ = 0;
    /// As the last roster gave it.
    std::uint64_t address_token_ = 0;
    /// By type, the transaction of the last message.
    std::map<wire::MessageType, std::uint64_t> transactions_;
    std::array<std::uint8_t, 4096> services_{};
    std::vector<std::uint8_t> message_ = std::vector<std::uint8_t>(8192);
};

}  // namespace mpdisc::fuzz
