// SPDX-License-Identifier: MIT
#include "tests/sim/trace.h"

#include <array>
#include <cstdio>
#include <span>

#include "wire/client_messages.h"
#include "wire/control_messages.h"

namespace mpdisc::sim {
namespace {

const char* name_of(wire::MessageType type) {
    static constexpr std::array<const char*, wire::message_type_last + 1> names = {
        "?",
        "REQUEST",
        "ADVERTISEMENT",
        "DISCOVERY_REQUEST",
        "DISCOVERY_RESPONSE",
        "REGISTRATION",
        "NOTIFICATION",
        "HEARTBEAT",
        "REGISTRATION_ACK",
        "HEARTBEAT_ACK",
        "UNREGISTRATION",
        "PRIMARY_CHANGE",
        "STATUS_REQUEST",
        "STATUS_RESPONSE",
        "DEPUTY_APPOINTMENT",
        "KEY_MISMATCH",
        "HOST_ANNOUNCEMENT",
        "HOST_QUERY",
        "HOST_LIST",
    };
    return names[static_cast<std::size_t>(type)];
}

std::string text_of(const wire::Roster& roster) {
    return " matching " + std::to_string(roster.matching) + " revision " +
           std::to_string(roster.revision) + (roster.settled ? "" : " unsettled") +
           (roster.contested ? " contested" : "");
}

std::string text_of(const wire::Request& request) {
    std::string text = " attempt " + std::to_string(request.attempt);
    if (request.sketch.is_wanted) text += " cells " + std::to_string(request.sketch.cells);
    if (request.sketch.shards > 1) text += " shard " + std::to_string(request.sketch.shard);
    if (!request.wanted.is_empty()) text += " wanted " + std::to_string(request.wanted.size());
    return text;
}

std::string text_of(const wire::Advertisement& advertisement) {
    std::string text = text_of(advertisement.roster);
    if (!advertisement.sketch.empty()) text += " sketch";
    if (advertisement.former_primary != ProviderId{}) text += " former primary";
    return text;
}

template <typename Message>
bool read(const wire::Header& header, wire::Bytes fields, Message& out) {
    return wire::decode(header, fields, out) == wire::DecodeError::none;
}

std::string details_of(const wire::Header& header, wire::Bytes fields) {
    wire::Advertisement advertisement;
    wire::Notification notification;
    wire::Heartbeat heartbeat;
    wire::HeartbeatAck heartbeat_ack;
    wire::RegistrationAck registration_ack;
    wire::PrimaryChange change;
    wire::Appointment appointment;
    wire::Request request;
    switch (header.type) {
        case wire::MessageType::client_discovery_request:
            if (!read(header, fields, request)) break;
            return text_of(request);
        case wire::MessageType::service_advertisement:
            if (!read(header, fields, advertisement)) break;
            return text_of(advertisement);
        case wire::MessageType::provider_notification:
            if (!read(header, fields, notification)) break;
            return text_of(notification.roster);
        case wire::MessageType::provider_heartbeat:
            if (!read(header, fields, heartbeat)) break;
            if (!heartbeat.is_deputy) return "";
            return " deputy, revision " + std::to_string(heartbeat.peers_revision);
        case wire::MessageType::provider_heartbeat_ack:
            if (!read(header, fields, heartbeat_ack)) break;
            return heartbeat_ack.result == wire::HeartbeatResult::known ? " known"
                                                                        : " register again";
        case wire::MessageType::provider_registration_ack:
            if (!read(header, fields, registration_ack)) break;
            return registration_ack.result == wire::RegistrationResult::accepted ? " accepted"
                                                                                 : " full";
        case wire::MessageType::primary_change:
            if (!read(header, fields, change)) break;
            return change.change == wire::Change::leaving ? " leaving" : " present";
        case wire::MessageType::deputy_appointment:
            if (!read(header, fields, appointment)) break;
            return " revision " + std::to_string(appointment.peers_revision) + ", peers " +
                   std::to_string(appointment.peers.size() / 2);
        default:
            return "";
    }
    return " malformed";
}

}  // namespace

void Trace::note(TimeUs now_us, std::string_view who, std::string_view what) {
    mix(now_us);
    for (const char c : who) mix(static_cast<std::uint8_t>(c));
    for (const char c : what) mix(static_cast<std::uint8_t>(c));
    if (!prints_) return;
    std::printf("%s %.*s %.*s\n", time_text(now_us).c_str(), static_cast<int>(who.size()),
                who.data(), static_cast<int>(what.size()), what.data());
}

void Trace::mix(std::uint64_t value) {
    hash_ = (hash_ ^ value) * 0x0000'0100'0000'01B3U;
}

std::string time_text(TimeUs time_us) {
    std::array<char, 32> text;
    std::snprintf(text.data(), text.size(), "%llu.%06llu",
                  static_cast<unsigned long long>(time_us / 1'000'000),
                  static_cast<unsigned long long>(time_us % 1'000'000));
    return text.data();
}

std::string message_text(std::string_view bytes) {
    const wire::Bytes raw(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    wire::Header header;
    wire::Bytes fields;
    if (wire::decode_header(raw, header, fields) != wire::DecodeError::none) return "no message";
    return name_of(header.type) + details_of(header, fields);
}

}  // namespace mpdisc::sim
