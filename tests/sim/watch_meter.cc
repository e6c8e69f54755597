// SPDX-License-Identifier: MIT
#include "tests/sim/watch_meter.h"

#include <utility>

#include "tests/sim/program.h"
#include "wire/client_messages.h"

namespace mpdisc::sim {
namespace {

WatchMessage kind_of(const wire::Request& request) {
    if (!request.sketch.is_wanted) return WatchMessage::request;
    return request.sketch.cells == 0 ? WatchMessage::check : WatchMessage::comparison;
}

WatchMessage kind_of(const wire::Advertisement& answer) {
    if (!answer.sketch.empty()) return WatchMessage::comparison_answer;
    return answer.services.is_empty() ? WatchMessage::check_answer : WatchMessage::request_answer;
}

WatchMessage kind_of(const Packet& packet) {
    wire::Header header;
    wire::Bytes fields;
    wire::Request request;
    wire::Advertisement answer;
    if (wire::decode_header(packet.bytes(), header, fields) != wire::DecodeError::none) {
        return WatchMessage::other;
    }
    switch (header.type) {
        case wire::MessageType::host_announcement:
            return packet.is_to_all ? WatchMessage::announcement : WatchMessage::other;
        case wire::MessageType::client_discovery_request:
            (void)wire::decode(header, fields, request);
            return kind_of(request);
        case wire::MessageType::service_advertisement:
            (void)wire::decode(header, fields, answer);
            return kind_of(answer);
        default:
            return WatchMessage::other;
    }
}

}  // namespace

void WatchMeter::sent(Program& program, const Packet& packet) {
    const IpAddress& to = packet.to.address;
    if (to.is_loopback() || to == program.host.lan_address()) return;
    HostTraffic::Sum& sum = traffic_.sent[static_cast<std::size_t>(kind_of(packet))];
    ++sum.datagrams;
    sum.bytes += packet.bytes().size();
}

WatchTraffic WatchMeter::take_traffic() {
    return std::exchange(traffic_, {});
}

}  // namespace mpdisc::sim
