// SPDX-License-Identifier: MIT
#include "tests/sim/host_meter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "wire/neighbour_messages.h"

namespace mpdisc::sim {
namespace {

bool asks_for_list(const Packet& packet) {
    wire::Header header;
    wire::Bytes fields;
    wire::HostQuery query;
    return wire::decode_header(packet.bytes(), header, fields) == wire::DecodeError::none &&
           wire::decode(header, fields, query) == wire::DecodeError::none && query.wants_list;
}

std::optional<HostMessage> message_of(const Packet& packet) {
    switch (static_cast<wire::MessageType>(packet.bytes()[4])) {
        case wire::MessageType::host_announcement:
            return packet.is_to_all ? HostMessage::announcement : HostMessage::answer;
        case wire::MessageType::host_query:
            if (packet.is_to_all) return HostMessage::query;
            return asks_for_list(packet) ? HostMessage::list_request : HostMessage::question;
        case wire::MessageType::host_list:
            return HostMessage::list;
        default:
            return std::nullopt;
    }
}

void add(std::array<HostTraffic::Sum, host_message_count>& to, HostMessage message,
         const Packet& packet) {
    HostTraffic::Sum& sum = to[static_cast<std::size_t>(message)];
    ++sum.datagrams;
    sum.bytes += packet.bytes().size();
}

}  // namespace

HostTraffic::Sum HostTraffic::total(const std::array<Sum, host_message_count>& of) {
    Sum total;
    for (const Sum& each : of) {
        total.datagrams += each.datagrams;
        total.bytes += each.bytes;
    }
    return total;
}

void HostMeter::stepped(Program& program) {
    if (pending_.empty()) return;
    const auto found = pending_.find(&program);
    if (found == pending_.end() || !goal_(*found->second)) return;
    pending_.erase(found);
    reached_us_.push_back(world_.now_us() - begun_us_);
}

void HostMeter::sent(Program& program, const Packet& packet) {
    if (packet.to.address.is_loopback()) return;
    const std::optional<HostMessage> message = message_of(packet);
    if (!message) return;
    add(traffic_.sent, *message, packet);
    Second& last = seconds_[&program];
    if (world_.now_us() >= last.begun_us + second) last = {world_.now_us(), 0};
    traffic_.second_max = std::max(traffic_.second_max, ++last.sent);
}

void HostMeter::received(Program& program, const Packet& packet) {
    if (packet.if_index == lo || packet.from.address == program.host.lan_address()) return;
    const std::optional<HostMessage> message = message_of(packet);
    if (message) add(traffic_.received, *message, packet);
}

HostTraffic HostMeter::take_traffic() {
    return std::exchange(traffic_, {});
}

void HostMeter::begin(const std::vector<ProviderProgram*>& providers, Goal goal) {
    goal_ = std::move(goal);
    begun_us_ = world_.now_us();
    pending_.clear();
    reached_us_.clear();
    for (const ProviderProgram* each : providers) pending_.emplace(each, each);
}

Latency HostMeter::latency() {
    pending_.clear();
    if (reached_us_.empty()) return {};
    std::ranges::sort(reached_us_);
    return {reached_us_[reached_us_.size() / 2], reached_us_.back()};
}

}  // namespace mpdisc::sim
