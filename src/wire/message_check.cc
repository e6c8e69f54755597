// SPDX-License-Identifier: MIT
#include "wire/message_check.h"

#include "wire/client_messages.h"
#include "wire/control_messages.h"
#include "wire/header.h"
#include "wire/neighbour_messages.h"
#include "wire/status_messages.h"

namespace mpdisc::wire {
namespace {

template <typename Message>
DecodeError check_as(const Header& header, Bytes fields) {
    Message message;
    return decode(header, fields, message);
}

}  // namespace

DecodeError check_message(Bytes datagram) {
    Header header;
    Bytes fields;
    const DecodeError error = decode_header(datagram, header, fields);
    if (error != DecodeError::none) return error;
    switch (header.type) {
        case MessageType::client_discovery_request:
            return check_as<Request>(header, fields);
        case MessageType::service_advertisement:
            return check_as<Advertisement>(header, fields);
        case MessageType::provider_discovery_response:
            return check_as<DiscoveryResponse>(header, fields);
        case MessageType::provider_registration:
            return check_as<Registration>(header, fields);
        case MessageType::provider_notification:
            return check_as<Notification>(header, fields);
        case MessageType::provider_heartbeat:
            return check_as<Heartbeat>(header, fields);
        case MessageType::provider_registration_ack:
            return check_as<RegistrationAck>(header, fields);
        case MessageType::provider_heartbeat_ack:
            return check_as<HeartbeatAck>(header, fields);
        case MessageType::primary_change:
            return check_as<PrimaryChange>(header, fields);
        case MessageType::status_request:
            return check_as<StatusRequest>(header, fields);
        case MessageType::status_response:
            return check_as<StatusResponse>(header, fields);
        case MessageType::deputy_appointment:
            return check_as<Appointment>(header, fields);
        case MessageType::host_announcement:
            return check_as<HostAnnouncement>(header, fields);
        case MessageType::host_query:
            return check_as<HostQuery>(header, fields);
        case MessageType::host_list:
            return check_as<HostList>(header, fields);
        case MessageType::provider_discovery_request:
        case MessageType::provider_unregistration:
        case MessageType::key_mismatch:
            break;
    }
    return check_as<Identity>(header, fields);
}

}  // namespace mpdisc::wire
