// SPDX-License-Identifier: MIT
#include "core/kit/messenger.h"

namespace mpdisc::core {

void Messenger::count_drop(wire::DecodeError error) {
    switch (error) {
        case wire::DecodeError::unknown_type:
            return counters.add(Counter::drop_unknown_type);
        case wire::DecodeError::unknown_critical_field:
            return counters.add(Counter::drop_unknown_field);
        default:
            return counters.add(Counter::drop_malformed);
    }
}

bool Messenger::accept(wire::DecodeError error) {
    if (error != wire::DecodeError::none) count_drop(error);
    return error == wire::DecodeError::none;
}

void Messenger::send_short(Channel channel, const Endpoint& to, const wire::Identity& message,
                           Encode encode) {
    send_local(channel, to, short_message_max,
               [&](std::span<std::uint8_t> room) { return encode(message, room); });
}

void Messenger::queue_local(Channel channel, const Endpoint& to, std::size_t size) {
    // The discovery port is bound to no address. So the message names the loopback address as its
    // source, which the control socket has anyway.
    const IpAddress source =
        channel == Channel::discovery ? IpAddress::loopback(to.address.family) : IpAddress{};
    queue(0, {channel, to, source, 0}, size);
}

void Messenger::queue(TimeUs due_us, const Route& route, std::size_t size) {
    const bool is_queued = size != 0 && outbox.commit(route, size, due_us);
    if (!is_queued) counters.add(Counter::drop_no_memory);
}

}  // namespace mpdisc::core
