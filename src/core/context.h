// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/datagram.h"
#include "core/deputy_line.h"
#include "core/event_queue.h"
#include "core/interface_table.h"
#include "core/outbox.h"
#include "core/provider_config.h"
#include "core/random.h"
#include "core/service_set.h"
#include "core/wall_clock.h"
#include "core/watch_queue.h"
#include "mpdisc/counters.h"
#include "mpdisc/provider_event.h"
#include "wire/auth.h"
#include "wire/control_messages.h"
#include "wire/status_messages.h"

namespace mpdisc::core {

/// What the owner is to do with the discovery port.
enum class PortAction : std::uint8_t {
    none,
    /// Try to bind it, and report port_bound() or port_refused().
    bind,
    /// The same, even if another program of this user holds it and has allowed that.
    take_over,
    /// Close it, before the datagrams that wait are sent.
    close,
};

/// What the parts of one provider share: who it is, what it knows of its host, the role it has, and
/// where all output goes.
struct Context {
    explicit Context(const ProviderConfig& made_of)
        : config(made_of), random(made_of.seed), host_name(made_of.host_name) {}

    const ProviderConfig config;
    Random random;
    FixedString<limits::host_name_max> host_name;
    InterfaceTable interfaces;
    ServiceSet services;
    /// The port of the control socket.
    std::uint16_t control_port = 0;

    Role role = Role::none;
    /// The primary under which this provider has its role; itself, as primary.
    ProviderId primary;

    PortAction port_action = PortAction::none;
    DeputyLine line;
    WallClock wall_clock;
    /// Seals as the message was that is being answered; what nobody asked for, with the first key.
    wire::Sealer sealer{config.keys, control_port};
    Outbox outbox{sealer};
    WatchQueue watches;
    EventQueue events;
    Counters counters;

    void change_role(Role changed, const ProviderId& under);
    /// This provider becomes primary: draws its nonce, if there are keys.
    void begin_term();
    void emit(ProviderEventType type, const ProviderId& peer);
    void count_drop(wire::DecodeError error);

    /// By which interface and family this provider wants to be asked.
    [[nodiscard]] wire::Reach reach() const;
    [[nodiscard]] Endpoint discovery_endpoint() const;
    /// The control socket of another provider of this host.
    [[nodiscard]] Endpoint control_endpoint(std::uint16_t port) const;
    /// Whether it was sent on this host, by the address that its providers have there: the system
    /// vouches for that, and that there are no more of them than sockets.
    [[nodiscard]] bool comes_from_here(const Inbound& in) const {
        return in.from.address == interfaces.loopback() && interfaces.is_loopback(in.if_index);
    }

    /// Reads a message; counts what is none.
    template <typename Message>
    [[nodiscard]] bool decode(const wire::Header& header, wire::Bytes fields, Message& out) {
        return accept(wire::decode(header, fields, out));
    }
    /// Counts what is no message.
    [[nodiscard]] bool accept(wire::DecodeError error);

    /// Queues a message of at most `size_max` bytes to a socket of this host; `encode` writes it.
    template <typename Encode>
    void send_local(Channel channel, const Endpoint& to, std::size_t size_max, Encode encode) {
        const std::span<std::uint8_t> room = outbox.reserve(size_max);
        queue_local(channel, to, room.empty() ? 0 : encode(room));
    }
    /// The first `size` bytes of what the outbox reserved; 0: there was no room for the message.
    void queue_local(Channel channel, const Endpoint& to, std::size_t size);
    /// What says little more than who speaks.
    static constexpr std::size_t short_message_max = 128;
    template <typename Message>
    void send_short(Channel channel, const Endpoint& to, const Message& message) {
        send_short(channel, to, message,
                   [](const wire::Identity& named, std::span<std::uint8_t> room) {
                       return wire::encode(static_cast<const Message&>(named), room);
                   });
    }
    using Encode = std::size_t (*)(const wire::Identity& message, std::span<std::uint8_t> room);
    void send_short(Channel channel, const Endpoint& to, const wire::Identity& message,
                    Encode encode);
    void send_short(Channel channel, const Endpoint& to, wire::MessageType type,
                    const wire::Identity& message) {
        send_local(channel, to, short_message_max,
                   [&](std::span<std::uint8_t> room) { return wire::encode(type, message, room); });
    }
    /// Queues a hint, which nobody believes unasked: that `of` is the primary, or leaves as such.
    void send_hint(const Endpoint& to, const ProviderId& of,
                   wire::Change change = wire::Change::present);
    /// Queues a short message to the discovery port by the loopback network's broadcast, which IPv6
    /// has not.
    template <typename... Message>
    void broadcast_short(const Message&... message) {
        Endpoint everyone = discovery_endpoint();
        if (everyone.address.family != Family::ipv4) return;
        everyone.address = IpAddress::v4(127, 255, 255, 255);
        send_short(Channel::control, everyone, message...);
    }
};

}  // namespace mpdisc::core
