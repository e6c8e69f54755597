// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/address.h"

/// The datagrams that the state machines receive and send.
namespace mpdisc::core {

/// The sockets by which a machine sends and receives. They belong to the runtime.
enum class Channel : std::uint8_t {
    /// Bound to the discovery port. Only a primary has it.
    discovery,
    /// Each provider has one on the loopback network, for messages between providers.
    control,
    /// A primary and its deputy have one each on the loopback network. It takes datagrams from one
    /// peer only (core/takeover/deputy_line.h).
    line,
    /// For the answers of a provider that is not the primary. Sends only.
    answer,
    /// The socket of a probe or a status query.
    client,
    /// Bound to the announcement port, which all listeners of the host share. Receives only.
    announcement,
};

/// A received datagram.
struct Inbound {
    Channel channel = Channel::discovery;
    Endpoint from;
    /// The address that it was sent to; for a broadcast, the local address that received it. No
    /// address if the system does not tell.
    IpAddress to;
    std::uint32_t if_index = 0;
    std::span<const std::uint8_t> bytes;
    /// It was sent to 255.255.255.255.
    bool is_link_broadcast = false;
};

/// Where a datagram goes, and which way.
struct Route {
    Channel channel = Channel::discovery;
    Endpoint to;
    /// No address: the system chooses one.
    IpAddress source;
    /// 0: the system's routes decide.
    std::uint32_t if_index = 0;
    /// It passes no router, even if the routes say so.
    bool on_link_only = false;
};

/// A datagram to send. `bytes` belongs to the machine, and is valid until its next input.
struct Outbound {
    Route route;
    std::span<const std::uint8_t> bytes;
};

}  // namespace mpdisc::core
