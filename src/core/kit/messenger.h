// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kit/datagram.h"
#include "core/kit/drop_sources.h"
#include "core/kit/outbox.h"
#include "core/kit/random.h"
#include "mpdisc/counters.h"
#include "wire/auth.h"
#include "wire/control_messages.h"
#include "wire/neighbour_messages.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// What each machine needs to exchange messages. It decodes received messages, seals and queues
/// messages to send, and counts the dropped ones of both kinds.
struct Messenger {
    /// `keys` must outlive it.
    Messenger(const wire::Keyring& keys, const Random::Seed& seed)
        : random(seed), sealer(keys, own_port) {}

    Random random;
    /// The port of the machine's own socket on loopback, to which control messages are bound. 0: it
    /// has none.
    std::uint16_t own_port = 0;
    /// Seals an answer with the key of the request; any other message with the first key.
    wire::Sealer sealer;
    Outbox outbox{sealer};
    Counters counters;
    DropSources drop_sources;

    /// Decodes a message. False if it is malformed; then it counts as dropped.
    template <typename Message>
    [[nodiscard]] bool decode(const wire::Header& header, wire::Bytes fields, Message& out) {
        return accept(wire::decode(header, fields, out));
    }
    /// Counts a message that could not be decoded, by the reason.
    void count_drop(wire::DecodeError error);

    /// Later messages say that they were sent at this time, until the sealer is used anew.
    void date(std::uint64_t time_ms) { sealer.use({sealer.seal().key, time_ms}); }

    /// Queues a message of at most `size_max` bytes, to be sent at `due_us`; 0: now. `encode`
    /// writes it. Returns its size.
    template <typename Encode>
    std::size_t send(TimeUs due_us, const Route& route, std::size_t size_max, Encode encode) {
        const std::span<std::uint8_t> room = outbox.reserve(size_max);
        const std::size_t size = room.empty() ? 0 : encode(room);
        queue(due_us, route, size);
        return size;
    }
    /// Queues a message of at most `size_max` bytes to a socket of this host; `encode` writes it.
    template <typename Encode>
    void send_local(Channel channel, const Endpoint& to, std::size_t size_max, Encode encode) {
        const std::span<std::uint8_t> room = outbox.reserve(size_max);
        queue_local(channel, to, room.empty() ? 0 : encode(room));
    }
    /// A message without a list has at most this many bytes.
    static constexpr std::size_t short_message_max = 160;
    /// Queues a message without a list to a socket of this host.
    template <typename Message>
    void send_short(Channel channel, const Endpoint& to, const Message& message) {
        send_short(channel, to, message,
                   [](const wire::Identity& base, std::span<std::uint8_t> room) {
                       return wire::encode(static_cast<const Message&>(base), room);
                   });
    }
    void send_short(Channel channel, const Endpoint& to, wire::MessageType type,
                    const wire::Identity& message) {
        send_local(channel, to, short_message_max,
                   [&](std::span<std::uint8_t> room) { return wire::encode(type, message, room); });
    }
    /// Queues a message without a list from the control socket to each socket of this host with
    /// that port. On IPv6, which has no broadcast, nothing is sent.
    template <typename... Message>
    void broadcast_short(Endpoint to, const Message&... message) {
        if (to.address.family != Family::ipv4) return;
        to.address = IpAddress::v4(127, 255, 255, 255);
        send_short(Channel::control, to, message...);
    }

   private:
    using Encode = std::size_t (*)(const wire::Identity& message, std::span<std::uint8_t> room);

    [[nodiscard]] bool accept(wire::DecodeError error);
    void send_short(Channel channel, const Endpoint& to, const wire::Identity& message,
                    Encode encode);
    /// Queues the first `size` bytes of what the outbox reserved. 0: there was no memory.
    void queue(TimeUs due_us, const Route& route, std::size_t size);
    void queue_local(Channel channel, const Endpoint& to, std::size_t size);
};

}  // namespace mpdisc::core
