// SPDX-License-Identifier: MIT
#include <array>
#include <optional>
#include <utility>

#include "core/roles/provider.h"

namespace mpdisc::core {
namespace {

/// A larger registration has more services than a provider may have, and would not fit into a page
/// of a status report.
constexpr std::size_t registration_size_max =
    limits::provider_services_bytes_max + limits::registration_overhead_max;
constexpr TimeUs key_warning_interval_us = 60'000'000;

constexpr unsigned bit_of(Channel channel) {
    return 1U << static_cast<unsigned>(channel);
}

}  // namespace

/// On which terms a provider accepts one type of message.
struct Provider::MessageTerms {
    enum class Sender : std::uint8_t {
        /// No sender is accepted.
        nobody,
        /// A client or a host that may be answered.
        client,
        /// Any socket of this host.
        host,
        /// The socket of this host that has the discovery port.
        port,
    };
    enum class Receiver : std::uint8_t { primary, other, any };

    Sender sender = Sender::nobody;
    Receiver receiver = Receiver::any;
    /// The set of channels on which it may come. On the line, only the peer may send it.
    std::uint8_t channels = 0;
    /// How many answers it counts for; 0: it has none, or the responder counts it.
    std::uint8_t cost = 0;
    /// Whether it is dropped while this provider verifies that it is still the primary. Meanwhile
    /// its registry may be out of date.
    bool needs_verified_port = false;
};

/// The one table of message types (mpdisc-wire.7, MESSAGES).
struct Provider::MessageRules {
    struct Rule {
        wire::MessageType type;
        MessageTerms terms;
        void (Provider::*handle)(const Message&);
    };
    using Type = wire::MessageType;
    using Sender = MessageTerms::Sender;
    using Receiver = MessageTerms::Receiver;
    static constexpr auto port = static_cast<std::uint8_t>(bit_of(Channel::discovery));
    static constexpr auto control = static_cast<std::uint8_t>(bit_of(Channel::control));
    static constexpr auto line = static_cast<std::uint8_t>(bit_of(Channel::line));
    static constexpr auto announcement = static_cast<std::uint8_t>(bit_of(Channel::announcement));
    static constexpr Receiver any = Receiver::any;
    static constexpr Receiver primary = Receiver::primary;
    static constexpr Receiver other = Receiver::other;
    static constexpr auto status_cost = static_cast<std::uint8_t>(limits::control_status_cost);

    // SERVICE_ADVERTISEMENT and STATUS_RESPONSE are for clients. A message without a rule is
    // dropped.
    static constexpr std::array all = {
        Rule{Type::client_discovery_request,
             {Sender::client, primary, port, 0, true},
             &Provider::on_request},
        Rule{Type::provider_discovery_request,
             {Sender::host, primary, port, 1, false},
             &Provider::on_discovery_request},
        Rule{Type::provider_discovery_response,
             {Sender::port, any, control, 0, false},
             &Provider::on_discovery_response},
        Rule{Type::provider_registration,
             {Sender::host, primary, port, 1, true},
             &Provider::on_registration},
        Rule{Type::provider_notification,
             {Sender::port, other, control, 0, false},
             &Provider::on_notification},
        Rule{Type::provider_heartbeat,
             {Sender::host, primary, port | line, 1, true},
             &Provider::on_heartbeat},
        Rule{Type::provider_registration_ack,
             {Sender::port, other, control, 0, false},
             &Provider::on_registration_ack},
        Rule{Type::provider_heartbeat_ack,
             {Sender::port, other, control | line, 0, false},
             &Provider::on_heartbeat_ack},
        Rule{Type::provider_unregistration,
             {Sender::host, primary, port, 0, true},
             &Provider::on_unregistration},
        // A leaving primary has already given the port up. A primary that took the port over also
        // calls by broadcast.
        Rule{Type::primary_change,
             {Sender::host, any, control | port, 0, false},
             &Provider::on_primary_change},
        Rule{Type::status_request,
             {Sender::host, primary, port, status_cost, true},
             &Provider::on_status_request},
        Rule{Type::deputy_appointment,
             {Sender::port, other, control, 0, false},
             &Provider::on_deputy_appointment},
        Rule{Type::key_mismatch,
             {Sender::host, other, control, 0, false},
             &Provider::on_key_mismatch},
        Rule{Type::host_announcement,
             {Sender::client, primary, port | announcement, 0, false},
             &Provider::on_host_announcement},
        Rule{Type::host_query,
             {Sender::client, primary, port | announcement, 0, true},
             &Provider::on_host_query},
        Rule{Type::host_list, {Sender::client, primary, port, 0, false}, &Provider::on_host_list},
    };

    /// By type. Without the addresses of functions, it takes no work when the program starts.
    static constexpr auto terms = [] {
        std::array<MessageTerms, wire::message_type_last + 1> by_type;
        for (const Rule& rule : all) by_type[static_cast<std::size_t>(rule.type)] = rule.terms;
        return by_type;
    }();

    template <std::size_t... Index>
    static void call_handler(Provider& provider, const Message& message,
                             std::index_sequence<Index...>) {
        ((message.header.type == all[Index].type ? (provider.*all[Index].handle)(message) : void()),
         ...);
    }
};

void Provider::handle(TimeUs now_us, const Inbound& in) {
    wire::Header header;
    wire::Bytes fields;
    const wire::DecodeError error = wire::decode_header(in.bytes, header, fields);
    if (error != wire::DecodeError::none) return messenger_.count_drop(error);
    // An answer to port 0 is impossible.
    if (in.from.port == 0) return messenger_.counters.add(Counter::drop_malformed);
    if (life_ != Life::running) return messenger_.counters.add(Counter::drop_unexpected);
    const MessageTerms& terms = MessageRules::terms[static_cast<std::size_t>(header.type)];
    const std::optional<Counter> drop_reason = find_drop_reason(terms, now_us, in);
    if (drop_reason) return messenger_.counters.add(*drop_reason);
    wire::Seal seal;
    // The sender of KEY_MISMATCH has no key in common with this provider.
    const bool is_sealed = header.type != wire::MessageType::key_mismatch;
    const std::uint16_t own_port = in.channel == Channel::line ? line_.port() : messenger_.own_port;
    if (is_sealed && !messenger_.sealer.open(in.bytes, in.from.port, own_port, fields, seal)) {
        return refuse_unauthenticated(now_us, in, header);
    }
    // The answer is sealed with the key of the request, which may be an old key or a new one.
    messenger_.sealer.use(seal);
    dispatch(terms, {now_us, in, header, fields});
    messenger_.sealer.use({});
}

bool Provider::may_tell_host_name(std::span<const std::uint8_t> bytes) {
    wire::Header header;
    wire::Bytes fields;
    return wire::decode_header(bytes, header, fields) == wire::DecodeError::none &&
           (header.type == wire::MessageType::client_discovery_request ||
            header.type == wire::MessageType::provider_notification);
}

std::optional<Counter> Provider::find_drop_reason(const MessageTerms& terms, TimeUs now_us,
                                                  const Inbound& in) const {
    switch (terms.sender) {
        case MessageTerms::Sender::nobody:
            return Counter::drop_unexpected;
        case MessageTerms::Sender::client:
            if (in.bytes.size() > limits::network_datagram_max) return Counter::drop_malformed;
            if (!responder_.may_answer(now_us, in)) return Counter::drop_off_link;
            return std::nullopt;
        case MessageTerms::Sender::host:
        case MessageTerms::Sender::port:
            break;
    }
    if (!state_.comes_from_here(in)) return Counter::drop_not_local;
    return std::nullopt;
}

void Provider::refuse_unauthenticated(TimeUs now_us, const Inbound& in,
                                      const wire::Header& header) {
    messenger_.counters.add(Counter::drop_unauthenticated);
    if (!state_.comes_from_here(in)) return;
    // It is normal that clients lack the key. But if programs of this host do not find each other,
    // their owners should know why. Such programs begin with one of these two messages. Any other
    // message may have the right key, but be bound to an earlier primary.
    const bool is_provider = header.type == wire::MessageType::provider_discovery_request;
    if (!is_provider && header.type != wire::MessageType::status_request) return;
    answer_mismatch(now_us, in, header);
    if (!is_provider || !key_warnings_.start(now_us, key_warning_interval_us)) return;
    state_.emit(ProviderEventType::key_mismatch, {});
}

void Provider::dispatch(const MessageTerms& terms, const Message& message) {
    const Inbound& in = message.in;
    const bool is_primary = state_.role == Role::primary;
    const bool is_by_line = line_.is_from_peer(in);
    const bool suits_channel = (terms.channels & bit_of(in.channel)) != 0 &&
                               (in.channel != Channel::discovery || is_primary) &&
                               (in.channel != Channel::line || is_by_line);
    if (!suits_channel) return messenger_.counters.add(Counter::drop_unexpected);
    if (terms.sender == MessageTerms::Sender::port && in.from != state_.discovery_endpoint() &&
        !is_by_line) {
        return messenger_.counters.add(Counter::drop_not_registrant);
    }
    const MessageTerms::Receiver role =
        is_primary ? MessageTerms::Receiver::primary : MessageTerms::Receiver::other;
    if (terms.receiver != role && terms.receiver != MessageTerms::Receiver::any) {
        return messenger_.counters.add(Counter::drop_unexpected);
    }
    // A datagram by the line is from the other end. So the deputy has not taken the port over, and
    // no other program can flood the line.
    if (!is_by_line) {
        if (!has_budget_for(terms, message)) {
            return messenger_.counters.add(Counter::drop_rate_limited);
        }
        if (terms.needs_verified_port && port_.is_verifying(message.now_us)) {
            return messenger_.counters.add(Counter::drop_unexpected);
        }
    }
    MessageRules::call_handler(*this, message,
                               std::make_index_sequence<MessageRules::all.size()>());
}

bool Provider::has_budget_for(const MessageTerms& terms, const Message& message) {
    if (terms.cost == 0) return true;
    // Thousands may come at once to register with a new primary. With keys, they first ask for its
    // proof, and programs without the key do not get this far. A status takes the most time, so
    // registered providers get no more of them than others.
    const Endpoint& from = message.in.from;
    const bool is_registrant =
        from.port == messenger_.own_port || registry_.find(from) != Registry::none;
    const bool is_known = message.header.type == wire::MessageType::provider_registration ||
                          messenger_.sealer.has_keys() || (is_registrant && terms.cost == 1);
    return control_budget_.spend(message.now_us, from.port, is_known, terms.cost);
}

void Provider::on_request(const Message& message) {
    responder_.on_request(message.now_us, message.in, message.header, message.fields);
}

void Provider::on_notification(const Message& message) {
    responder_.on_notification(message.now_us, message.header, message.fields);
}

void Provider::on_discovery_request(const Message& message) {
    wire::Identity request;
    if (!messenger_.decode(message.header, message.fields, request)) return;
    messenger_.send_short(Channel::discovery, message.in.from,
                          wire::DiscoveryResponse{{request.transaction, state_.config.id},
                                                  messenger_.sealer.nonce()});
}

void Provider::on_discovery_response(const Message& message) {
    wire::DiscoveryResponse response;
    if (!messenger_.decode(message.header, message.fields, response)) return;
    if (state_.role == Role::primary) return port_verified(message.now_us, response);
    secondary_.on_discovery_response(message.now_us, response);
}

void Provider::on_registration(const Message& message) {
    if (message.in.bytes.size() > registration_size_max) {
        return messenger_.counters.add(Counter::drop_malformed);
    }
    wire::Registration registration;
    if (!messenger_.decode(message.header, message.fields, registration)) return;
    primary_.on_registration(message.now_us, message.in.from, registration);
}

void Provider::on_heartbeat(const Message& message) {
    wire::Heartbeat heartbeat;
    if (!messenger_.decode(message.header, message.fields, heartbeat)) return;
    primary_.on_heartbeat(message.now_us, message.in.channel, message.in.from, heartbeat);
}

void Provider::on_unregistration(const Message& message) {
    wire::Identity registrant;
    if (!messenger_.decode(message.header, message.fields, registrant)) return;
    primary_.on_unregistration(message.now_us, message.in.from, registrant);
}

void Provider::on_status_request(const Message& message) {
    wire::StatusRequest request;
    if (!messenger_.decode(message.header, message.fields, request)) return;
    const bool is_first = !messenger_.sealer.has_keys() ||
                          replays_.accept(RecentRequests::number_of(request.transaction));
    if (!is_first) return messenger_.counters.add(Counter::drop_replayed);
    primary_.on_status_request(message.now_us, message.in.from, request,
                               neighbours_.status(message.now_us));
}

void Provider::on_registration_ack(const Message& message) {
    wire::RegistrationAck ack;
    if (!messenger_.decode(message.header, message.fields, ack)) return;
    secondary_.on_registration_ack(message.now_us, ack);
}

void Provider::on_heartbeat_ack(const Message& message) {
    wire::HeartbeatAck ack;
    if (!messenger_.decode(message.header, message.fields, ack)) return;
    secondary_.on_heartbeat_ack(message.now_us, ack);
}

void Provider::on_deputy_appointment(const Message& message) {
    wire::Appointment appointment;
    if (!messenger_.decode(message.header, message.fields, appointment)) return;
    secondary_.on_deputy_appointment(message.now_us, appointment);
}

void Provider::on_host_announcement(const Message& message) {
    neighbours_.on_announcement(message.now_us, message.in, message.header, message.fields);
}

void Provider::on_host_query(const Message& message) {
    announcements_.on_query(message.now_us, message.in, message.header, message.fields);
}

void Provider::on_host_list(const Message& message) {
    neighbours_.on_list(message.now_us, message.in, message.header, message.fields);
}

void Provider::on_primary_change(const Message& message) {
    wire::PrimaryChange change;
    if (!messenger_.decode(message.header, message.fields, change)) return;
    if (state_.role == Role::primary) {
        verify_port(message.now_us, message.in.from.port, change);
    } else {
        secondary_.on_primary_change(message.now_us, change);
    }
}

}  // namespace mpdisc::core
