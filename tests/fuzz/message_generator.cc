// SPDX-License-Identifier: MIT
#include "tests/fuzz/message_generator.h"

#include <array>
#include <string_view>
#include <vector>

#include "tests/fuzz/world.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::fuzz {
namespace {

using wire::MessageType;

const std::vector<Service>& all_services() {
    static const std::vector<Service> all = {
        test::service("a"),
        test::service("A"),
        test::service("a", "_ipp._tcp"),
        test::service("b", "_http._tcp", {"color"}),
        test::service("b", "_http._tcp", {"color=red", "path=/"}),
        test::service("c", "_HTTP._tcp", {"Color=red"}),
        test::service("Front desk", "_ipp._tcp", {"rp=printers/1"}, 631),
        test::service_of_size("large", limits::encoded_service_max),
    };
    return all;
}

const std::vector<AttributeSet>& all_filters() {
    static const std::vector<AttributeSet> all = {{},
                                                  test::attributes_of({"color"}),
                                                  test::attributes_of({"COLOR=red"}),
                                                  test::attributes_of({"path=/", "color"})};
    return all;
}

void choose_known_answers(Input& input, wire::KnownAnswers& out) {
    out.wants_roster = input.flag();
    out.hashes = static_cast<std::uint8_t>(1 + input.below(wire::known_answer_hashes_max));
    out.shards = static_cast<std::uint8_t>(1 + input.below(4));
    out.shard = static_cast<std::uint8_t>(input.below(out.shards));
    out.bits = input.bytes(1 + input.below(16));
    if (out.bits.empty()) out = {};
}

void choose_sketch_size(Input& input, wire::SketchSize& out) {
    constexpr std::size_t parts = limits::sketch_cells_max / wire::Sketch::hashes + 1;
    out.is_wanted = true;
    out.cells = static_cast<std::uint8_t>(wire::Sketch::hashes * input.below(parts));
    out.shards = static_cast<std::uint16_t>(1 + input.below(limits::sketch_shards_max));
    out.shard = static_cast<std::uint8_t>(input.below(out.shards));
}

/// The type of message that a message of this type answers; the same type if it is no answer.
MessageType answered_by(MessageType type) {
    switch (type) {
        case MessageType::service_advertisement:
            return MessageType::client_discovery_request;
        case MessageType::provider_discovery_response:
        case MessageType::key_mismatch:
            return MessageType::provider_discovery_request;
        case MessageType::provider_registration_ack:
            return MessageType::provider_registration;
        case MessageType::provider_heartbeat_ack:
            return MessageType::provider_heartbeat;
        case MessageType::status_response:
            return MessageType::status_request;
        case MessageType::host_announcement:
        case MessageType::host_list:
            return MessageType::host_query;
        default:
            return type;
    }
}

/// The size to which a message is padded; 0: as it is. Some messages get the greatest size, or are
/// too large, but otherwise valid.
std::size_t choose_size(Input& input) {
    switch (input.below(16)) {
        case 13:
            return limits::network_datagram_max;
        case 14:
            return limits::network_datagram_max + 1;
        case 15:
            return limits::loopback_datagram_max;
        default:
            return 0;
    }
}

/// Receivers skip a field of this type.
constexpr std::uint16_t unknown_field = 0x7FFF;

void put_u16(std::uint8_t* at, std::size_t value) {
    at[0] = static_cast<std::uint8_t>(value >> 8);
    at[1] = static_cast<std::uint8_t>(value);
}

}  // namespace

ServiceView MessageGenerator::choose_service(Input& input) {
    return input.one_of(all_services()).view();
}

void MessageGenerator::observe(const testing::Decoded& message) {
    transactions_[message.header.type] = message.header.transaction;
    if (const auto* request = std::get_if<wire::Request>(&message.message)) {
        last_request_.attempt = request->attempt;
        last_request_.sketch = request->sketch;
    }
    const auto* answer = std::get_if<wire::Advertisement>(&message.message);
    if (answer != nullptr && answer->roster.address_token != 0) {
        address_token_ = answer->roster.address_token;
    }
    const auto* host = std::get_if<wire::HostAnnouncement>(&message.message);
    if (host != nullptr && host->address_token != 0) address_token_ = host->address_token;
}

std::uint64_t MessageGenerator::transaction_of(MessageType type) const {
    const auto transaction = transactions_.find(type);
    return transaction == transactions_.end() ? 0 : transaction->second;
}

void MessageGenerator::set_sender(const Endpoint& address) {
    sender_id_ = test::id_of(address.port);
}

/// Mostly the transaction id of the last message of type `answered`.
std::uint64_t MessageGenerator::choose_transaction(Input& input, MessageType answered) const {
    const std::uint8_t number = input.u8();
    return number < 160 ? transaction_of(answered) : number;
}

ProviderId MessageGenerator::choose_id(Input& input) const {
    const std::uint8_t number = input.u8();
    if (number < 160) return sender_id_;
    return number < 192 ? own_id_ : test::id_of(20'000U + number);
}

wire::ServiceList MessageGenerator::choose_services(Input& input) {
    wire::Writer writer(services_);
    for (std::size_t n = input.below(4); n != 0; --n) {
        wire::encode_service(writer, choose_service(input));
    }
    return wire::ServiceList(wire::Bytes(services_).first(writer.finish()));
}

wire::Roster MessageGenerator::choose_roster(Input& input) const {
    wire::Roster roster;
    roster.primary = choose_id(input);
    roster.matching = input.u8();
    // Some rosters claim nearly the maximum.
    if (roster.matching > 250) roster.matching = UINT32_MAX - roster.matching;
    roster.revision = input.u8();
    roster.settled = input.flag();
    const std::uint8_t flags = input.u8();
    if ((flags & 1) != 0) roster.address_token = input.u8();
    roster.contested = (flags & 2) != 0;
    return roster;
}

void MessageGenerator::choose_request(Input& input, wire::Request& out) {
    static const std::vector<std::string_view> types = {"", "_http._tcp", "_ipp._TCP", "_no._udp"};
    static const std::vector<std::string_view> names = {"", "a", "front desk", "nobody"};
    out.transaction = input.u8();
    out.attempt = static_cast<std::uint8_t>(input.u8() + 1);
    if (out.attempt == 0) out.attempt = 1;
    if (input.flag()) out.window_ms = input.u16() % (limits::window_ms_max + 1);
    out.filter.type = input.one_of(types);
    out.filter.name = input.one_of(names);
    out.filter.attributes = input.one_of(all_filters()).view();
    if (input.flag()) out.address_token = address_token_;
    switch (input.below(4)) {
        case 1:
            return choose_known_answers(input, out.known);
        case 2:
            return choose_sketch_size(input, out.sketch);
        case 3:
            return choose_wanted(input, out);
        default:
            return;
    }
}

/// The keys of a few services, which the machine may offer, and sometimes one more key.
void MessageGenerator::choose_wanted(Input& input, wire::Request& out) {
    wire::Writer keys(wanted_);
    const wire::ServiceList services = choose_services(input);
    auto reader = services.read();
    for (wire::ServiceList::Item item; reader.next(item);) {
        keys.u64(wire::sketch_key(out.transaction, own_id_, item.encoded));
    }
    if (input.flag()) keys.u64(input.u8());
    out.wanted.keys = wire::Bytes(wanted_).first(keys.finish());
}

wire::Bytes MessageGenerator::generate(Input& input) {
    return generate(input, static_cast<MessageType>(input.below(wire::message_type_last + 2)));
}

wire::Bytes MessageGenerator::generate(Input& input, MessageType type) {
    const std::size_t wanted = choose_size(input);
    std::size_t size = generate_valid(input, type);
    if (wanted != 0) size = pad(size, wanted - keys_.overhead());
    size = seal(input, size);
    return wire::Bytes(message_).first(size);
}

/// Appends an unknown field, so that the message has the wanted size.
std::size_t MessageGenerator::pad(std::size_t size, std::size_t wanted) {
    if (size < wire::header_size || size + wire::field_header_size > wanted) return size;
    if (message_.size() < wanted) message_.resize(wanted);
    put_u16(&message_[size], unknown_field);
    put_u16(&message_[size + 2], wanted - size - wire::field_header_size);
    put_u16(&message_[wire::header_length_offset], wanted - wire::header_size);
    return wanted;
}

/// Seals the message, mostly with the machine's key and the present time.
std::size_t MessageGenerator::seal(Input& input, std::size_t size) {
    const std::uint8_t code = input.u8();
    if (code >= 240 || size < wire::header_size) return size;
    const wire::Keyring& keys = code < 224 ? keys_ : foreign_keys().ring;
    const std::uint64_t age_ms = code < 128 ? 0 : std::uint64_t{code} * 1000;
    if (message_.size() < size + keys.overhead()) message_.resize(size + keys.overhead());
    return keys.seal({0, code == 0 ? 0 : time_ms_ - age_ms}, binding_, message_, size);
}

std::size_t MessageGenerator::generate_valid(Input& input, MessageType type) {
    const auto transaction = [&] { return choose_transaction(input, answered_by(type)); };
    switch (type) {
        case MessageType::client_discovery_request: {
            wire::Request request;
            choose_request(input, request);
            return wire::encode(request, message_);
        }
        case MessageType::service_advertisement:
            return generate_advertisement(input);
        case MessageType::provider_discovery_response: {
            const wire::Nonce nonce = {input.flag() ? std::uint8_t{1} : std::uint8_t{2}};
            const wire::DiscoveryResponse response{{transaction(), choose_id(input)}, nonce};
            return wire::encode(response, message_);
        }
        case MessageType::provider_discovery_request:
        case MessageType::provider_unregistration:
        case MessageType::key_mismatch:
            return wire::encode(type, {transaction(), choose_id(input)}, message_);
        case MessageType::provider_registration:
            return generate_registration(input);
        case MessageType::provider_notification:
            return generate_notification(input);
        case MessageType::provider_heartbeat:
            return generate_heartbeat(input);
        case MessageType::provider_registration_ack:
            return generate_registration_ack(input);
        case MessageType::provider_heartbeat_ack: {
            const auto result =
                input.flag() ? wire::HeartbeatResult::register_again : wire::HeartbeatResult::known;
            return wire::encode(wire::HeartbeatAck{transaction(), choose_id(input), result},
                                message_);
        }
        case MessageType::primary_change: {
            const auto change = input.flag() ? wire::Change::present : wire::Change::leaving;
            return wire::encode(wire::PrimaryChange{transaction(), choose_id(input), change},
                                message_);
        }
        case MessageType::status_request:
            return wire::encode(wire::StatusRequest{transaction(), input.u8()}, message_);
        case MessageType::status_response:
            return generate_status_response(input);
        case MessageType::deputy_appointment:
            return generate_appointment(input);
        case MessageType::host_announcement:
            return generate_host_announcement(input);
        case MessageType::host_query:
            return generate_host_query(input);
        case MessageType::host_list:
            return generate_host_list(input);
        default:
            return generate_arbitrary(input);
    }
}

/// Arbitrary fields after a header with their length, or arbitrary bytes.
std::size_t MessageGenerator::generate_arbitrary(Input& input) {
    const std::uint8_t type = input.u8();
    const std::uint64_t transaction =
        choose_transaction(input, answered_by(static_cast<MessageType>(type)));
    std::size_t size = 0;
    if (!input.flag()) {
        wire::MessageWriter header(message_, static_cast<MessageType>(type), transaction);
        size = header.finish();
    }
    const wire::Bytes rest = input.bytes(input.u8());
    std::copy(rest.begin(), rest.end(), message_.begin() + static_cast<std::ptrdiff_t>(size));
    if (size != 0) put_u16(&message_[wire::header_length_offset], rest.size());
    return size + rest.size();
}

/// Mostly the sketch that the machine has asked for: of these services and a few others of the same
/// provider. Some bytes may be forged.
wire::Bytes MessageGenerator::choose_sketch(Input& input, const wire::Advertisement& answer) {
    wire::SketchSize size = last_request_.sketch;
    if (input.below(8) == 0) choose_sketch_size(input, size);
    if (size.cells == 0) return {};
    wire::Sketch sketch(size.cells);
    const auto add = [&](wire::Bytes service) {
        const std::uint64_t key = wire::sketch_key(answer.transaction, answer.provider, service);
        if (wire::sketch_shard(key, size.shards) == size.shard) sketch.add(key);
    };
    wire::ServiceList::Reader services = answer.services.read();
    for (wire::ServiceList::Item item; services.next(item);) add(item.encoded);
    for (std::size_t n = input.below(3); n != 0; --n) add(input.bytes(1));
    const auto cells = std::span(sketch_).first(size.cells * wire::Sketch::cell_size);
    std::ranges::copy(sketch.bytes(), cells.begin());
    const wire::Bytes forged = input.bytes(input.below(32));
    std::copy_n(forged.begin(), std::min(forged.size(), cells.size()), cells.begin());
    return cells;
}

std::size_t MessageGenerator::generate_advertisement(Input& input) {
    wire::Advertisement advertisement;
    advertisement.transaction = choose_transaction(input, MessageType::client_discovery_request);
    advertisement.attempt = input.below(4) != 0 ? last_request_.attempt
                                                : static_cast<std::uint8_t>(1 + input.below(255));
    advertisement.provider = choose_id(input);
    advertisement.role = input.flag() ? Role::secondary : Role::primary;
    constexpr std::array<std::string_view, 3> host_names = {"Lobby", "box", ""};
    advertisement.host_name = input.one_of(host_names);
    advertisement.address_count = input.below(4);
    for (std::size_t n = 0; n < advertisement.address_count; ++n) {
        advertisement.addresses[n] = choose_address(input);
    }
    advertisement.lifetime_s = input.u8();
    advertisement.roster = choose_roster(input);
    advertisement.shard = static_cast<std::uint8_t>(input.below(4));
    advertisement.services = choose_services(input);
    if (input.flag()) advertisement.former_primary = choose_id(input);
    advertisement.sketch = choose_sketch(input, advertisement);
    // A sketch comes without the services.
    if (!advertisement.sketch.empty() && input.below(4) != 0) advertisement.services = {};
    return wire::encode(advertisement, message_);
}

std::size_t MessageGenerator::generate_notification(Input& input) {
    wire::Notification notification;
    const Arrival arrival = choose_arrival(input);
    notification.arrival.client = arrival.from;
    notification.arrival.local = arrival.to;
    notification.arrival.if_index = arrival.if_index;
    notification.arrival.claims_link = arrival.is_link_broadcast;
    notification.roster = choose_roster(input);
    choose_request(input, notification.request);
    return wire::encode(notification, message_);
}

std::size_t MessageGenerator::generate_registration(Input& input) {
    static constexpr std::array users = {std::uint32_t{0}, std::uint32_t{1},
                                         wire::Registration::no_user};
    static constexpr std::array families = {Family::any, Family::ipv4, Family::ipv6};
    wire::Registration registration;
    registration.transaction = choose_transaction(input, MessageType::provider_registration);
    registration.provider = choose_id(input);
    registration.process_id = static_cast<std::uint32_t>(input.below(8));
    registration.user_id = input.one_of(users);
    registration.reach.if_index = static_cast<std::uint32_t>(input.below(4));
    registration.reach.family = input.one_of(families);
    registration.services = choose_services(input);
    if (input.flag()) registration.host.bytes[0] = 1;
    return wire::encode(registration, message_);
}

std::size_t MessageGenerator::generate_registration_ack(Input& input) {
    static constexpr std::array leases_ms = {std::uint32_t{60'000}, std::uint32_t{200},
                                             limits::lease_ms_max, std::uint32_t{0}};
    wire::RegistrationAck ack;
    ack.transaction = choose_transaction(input, MessageType::provider_registration);
    ack.provider = choose_id(input);
    ack.result =
        input.flag() ? wire::RegistrationResult::registry_full : wire::RegistrationResult::accepted;
    ack.process_id = static_cast<std::uint32_t>(input.below(8));
    ack.lease_ms = input.one_of(leases_ms);
    ack.heartbeat_ms = ack.lease_ms / 2;
    const std::uint8_t flags = input.u8();
    if ((flags & 1) != 0) ack.host.bytes[0] = 1;
    if ((flags & 2) != 0) ack.control_port = static_cast<std::uint16_t>(20'000 + (flags >> 2));
    return wire::encode(ack, message_);
}

/// One of a few hosts, with a primary and types of this moment.
void MessageGenerator::choose_host(Input& input, wire::HostDescription& out) const {
    out.host.bytes[0] = static_cast<std::uint8_t>(1 + input.below(16));
    out.primary = choose_id(input);
    out.summary.revision = input.u8();
    out.summary.services = input.u8();
    out.summary.digest = input.u8();
    out.summary.settled = input.flag();
    out.summary.knows_neighbours = input.flag();
    const std::size_t types = input.below(4);
    out.types = wire::TypeFilter(types);
    for (std::size_t n = 0; n < types; ++n) out.types.add(choose_service(input).type);
}

std::size_t MessageGenerator::generate_host_announcement(Input& input) {
    wire::HostAnnouncement announcement;
    // It answers a query, or nothing.
    announcement.transaction = choose_transaction(input, MessageType::host_query);
    choose_host(input, announcement);
    announcement.lifetime_s = input.u8();
    if (input.flag()) announcement.address_token = input.u8();
    return wire::encode(announcement, message_);
}

std::size_t MessageGenerator::generate_host_query(Input& input) {
    wire::HostQuery query;
    query.transaction = input.u8();
    if (input.flag()) query.window_ms = input.u16() % (limits::window_ms_max + 1);
    query.wants_list = input.flag();
    query.page = input.u8();
    if (input.flag()) query.address_token = address_token_;
    if (input.flag()) query.silent.bytes[0] = static_cast<std::uint8_t>(1 + input.below(16));
    const std::size_t size = wire::encode(query, message_);
    return input.flag() ? wire::pad_request(size, message_) : size;
}

std::size_t MessageGenerator::generate_host_list(Input& input) {
    wire::Neighbour neighbour;
    choose_host(input, neighbour);
    const std::uint64_t transaction = choose_transaction(input, MessageType::host_query);
    wire::HostListWriter writer(message_, transaction, neighbour.host, neighbour.summary);
    for (std::size_t left = input.below(4); left != 0; --left) {
        choose_host(input, neighbour);
        neighbour.age_s = input.u8();
        neighbour.source_count = 1 + input.below(limits::neighbour_addresses_max);
        for (std::size_t n = 0; n < neighbour.source_count; ++n) {
            neighbour.sources[n] = {choose_address(input), input.u8()};
        }
        if (!writer.add(neighbour)) break;
    }
    return writer.finish(input.u8());
}

std::size_t MessageGenerator::generate_heartbeat(Input& input) {
    wire::Heartbeat heartbeat;
    heartbeat.transaction = choose_transaction(input, MessageType::provider_heartbeat);
    heartbeat.provider = choose_id(input);
    heartbeat.is_deputy = input.flag();
    heartbeat.peers_revision = input.u8();
    return wire::encode(heartbeat, message_);
}

std::size_t MessageGenerator::generate_appointment(Input& input) {
    wire::Appointment appointment;
    appointment.transaction = choose_transaction(input, MessageType::deputy_appointment);
    appointment.provider = choose_id(input);
    appointment.peers_revision = input.u8();
    appointment.contested = input.flag();
    appointment.peers = input.bytes(2 * (1 + input.below(8)));
    return wire::encode(appointment, message_);
}

std::size_t MessageGenerator::generate_status_response(Input& input) {
    const std::uint64_t transaction = choose_transaction(input, MessageType::status_request);
    const ProviderId primary = choose_id(input);
    Counters counters;
    counters.set(static_cast<Counter>(input.below(counter_count)), input.u32());
    NeighbourhoodStatus neighbourhood;
    if (input.flag()) {
        neighbourhood = {HostId{choose_id(input).bytes}, input.u32(), input.u16(), input.u16(),
                         input.flag()};
    }
    wire::StatusResponseWriter writer(message_, transaction, primary, counters, neighbourhood);
    if (input.flag()) {
        const auto reason = static_cast<Counter>(input.below(counter_count));
        writer.add(reason, {{choose_address(input), input.u32(), input.u16()}, input.u32()});
    }
    for (std::size_t n = input.below(4); n != 0; --n) {
        ProviderStatus status;
        status.id = choose_id(input);
        status.role = input.flag() ? Role::secondary : Role::primary;
        status.process_id = input.u16();
        status.age_ms = std::uint64_t{input.u32()} << input.below(33);
        status.last_heartbeat_ms = input.u32();
        status.service_count = input.u8();
        status.is_deputy = input.flag();
        wire::Writer services(services_);
        for (std::size_t left = input.below(4); left != 0; --left) {
            wire::encode_service(services, choose_service(input));
        }
        if (!writer.add(status, wire::Bytes(services_).first(services.finish()))) break;
    }
    return writer.finish(input.u16());
}

}  // namespace mpdisc::fuzz
