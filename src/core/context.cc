// SPDX-License-Identifier: MIT
#include "core/context.h"

#include <array>
#include <bit>

namespace mpdisc::core {

void Context::change_role(Role changed, const ProviderId& under) {
    role = changed;
    primary = under;
    emit(ProviderEventType::role_changed, under);
}

void Context::begin_term() {
    if (!sealer.has_keys()) return;
    const std::array<std::uint64_t, 2> drawn = {random.next(), random.next()};
    sealer.bind(std::bit_cast<wire::Nonce>(drawn));
}

void Context::emit(ProviderEventType type, const ProviderId& peer) {
    if (!events.push({type, role, peer})) counters.add(Counter::events_lost);
}

void Context::count_drop(wire::DecodeError error) {
    switch (error) {
        case wire::DecodeError::unknown_type:
            return counters.add(Counter::drop_unknown_type);
        case wire::DecodeError::unknown_critical_field:
            return counters.add(Counter::drop_unknown_field);
        default:
            return counters.add(Counter::drop_malformed);
    }
}

bool Context::accept(wire::DecodeError error) {
    if (error != wire::DecodeError::none) count_drop(error);
    return error == wire::DecodeError::none;
}

void Context::send_short(Channel channel, const Endpoint& to, const wire::Identity& message,
                         Encode encode) {
    send_local(channel, to, short_message_max,
               [&](std::span<std::uint8_t> room) { return encode(message, room); });
}

void Context::send_hint(const Endpoint& to, const ProviderId& of, wire::Change change) {
    send_short(Channel::control, to, wire::PrimaryChange{random.next(), of, change});
}

void Context::queue_local(Channel channel, const Endpoint& to, std::size_t size) {
    // The control socket has its address; others are asked at any, and answer from this one.
    const IpAddress source =
        channel == Channel::discovery ? IpAddress::loopback(to.address.family) : IpAddress{};
    if (size == 0 || !outbox.commit({channel, to, source, 0}, size)) {
        counters.add(Counter::drop_no_memory);
    }
}

wire::Reach Context::reach() const {
    wire::Reach reach;
    reach.family = config.family;
    if (config.one_interface) {
        const std::uint32_t index = interfaces.chosen();
        reach.if_index = index != 0 ? index : wire::Reach::no_interface;
    }
    return reach;
}

Endpoint Context::discovery_endpoint() const {
    return control_endpoint(config.discovery_port);
}

Endpoint Context::control_endpoint(std::uint16_t port) const {
    return {interfaces.loopback(), 0, port};
}

}  // namespace mpdisc::core
