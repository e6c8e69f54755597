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
#include "wire/neighbour_messages.h"
#include "wire/status_messages.h"

namespace mpdisc::fuzz {

/// Generates messages to a machine from the fuzzer's input. Most are well-formed, so that few bytes
/// of input reach deep code; some are arbitrary bytes. It observes the machine's messages, so that
/// it can answer them.
class MessageGenerator {
   public:
    /// Takes the machine's id and keys.
    MessageGenerator(const ProviderId& own_id, const wire::Keyring& keys)
        : own_id_(own_id), keys_(keys) {}

    void observe(const testing::Decoded& message);
    /// The transaction id of the last observed message of this type; 0 if there was none.
    [[nodiscard]] std::uint64_t transaction_of(wire::MessageType type) const;
    /// Sets the sender of the next messages; the port gives the provider id.
    void set_sender(const Endpoint& address);
    /// Sets what the next messages are bound to.
    void bind(const wire::Binding& binding) { binding_ = binding; }
    /// Sets the time of day.
    void set_time(std::uint64_t time_ms) { time_ms_ = time_ms; }
    /// Generates a message of any type. The result is valid until the next call.
    [[nodiscard]] wire::Bytes generate(Input& input);
    /// The same for one type.
    [[nodiscard]] wire::Bytes generate(Input& input, wire::MessageType type);

    /// One of a few services; a view of static memory.
    [[nodiscard]] static ServiceView choose_service(Input& input);

   private:
    [[nodiscard]] std::uint64_t choose_transaction(Input& input, wire::MessageType answered) const;
    [[nodiscard]] ProviderId choose_id(Input& input) const;
    [[nodiscard]] wire::ServiceList choose_services(Input& input);
    [[nodiscard]] wire::Roster choose_roster(Input& input) const;
    void choose_request(Input& input, wire::Request& out);
    void choose_wanted(Input& input, wire::Request& out);
    [[nodiscard]] wire::Bytes choose_sketch(Input& input, const wire::Advertisement& answer);
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
    void choose_host(Input& input, wire::HostDescription& out) const;
    [[nodiscard]] std::size_t generate_host_announcement(Input& input);
    [[nodiscard]] std::size_t generate_host_query(Input& input);
    [[nodiscard]] std::size_t generate_host_list(Input& input);

    ProviderId own_id_;
    const wire::Keyring& keys_;
    ProviderId sender_id_;
    wire::Binding binding_;
    std::uint64_t time_ms_ = 0;
    /// The token of the last roster or announcement that had one.
    std::uint64_t address_token_ = 0;
    /// Attempt and sketch of the last observed request.
    struct {
        std::uint8_t attempt = 1;
        wire::SketchSize sketch;
    } last_request_;
    /// The transaction id of the last observed message of each type.
    std::map<wire::MessageType, std::uint64_t> transactions_;
    std::array<std::uint8_t, 4096> services_{};
    std::array<std::uint8_t, 64> wanted_{};
    std::array<std::uint8_t, wire::Sketch::size_max> sketch_{};
    std::vector<std::uint8_t> message_ = std::vector<std::uint8_t>(8192);
};

}  // namespace mpdisc::fuzz
