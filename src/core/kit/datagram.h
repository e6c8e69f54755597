// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "mpdisc/address.h"

/// What goes into the machines and comes out of them.
namespace mpdisc::core {

/// The sockets a machine speaks through; the runtime has them.
enum class Channel : std::uint8_t {
    /// Bound to the discovery port; the primary's alone.
    discovery,
    /// A provider's own on the loopback network: between providers.
    control,
    /// A primary's or a deputy's own on the loopback network, which takes what its peer sends alone
    /// (core/takeover/deputy_line.h).
    line,
    /// A provider's own, for answers to clients. Sends only.
    answer,
    /// A client's.
    client,
    /// Bound to the announcement port, which all listeners of the host share. Receives only.
    announcement,
};

/// A datagram that came in.
struct Inbound {
    Channel channel = Channel::discovery;
    Endpoint from;
    /// The local address it came to.
    IpAddress to;
    std::uint32_t if_index = 0;
    std::span<const std::uint8_t> bytes;
    /// It was sent to 255.255.255.255.
    bool is_link_broadcast = false;
};

/// Where a datagram goes, and by which way.
struct Route {
    Channel channel = Channel::discovery;
    Endpoint to;
    /// No address: whichever fits.
    IpAddress source;
    /// 0: as the routes say.
    std::uint32_t if_index = 0;
    /// Through no router, whatever the routes say.
    bool on_link_only = false;
};

/// A datagram to send. `bytes` belongs to the machine, and stays until it is called with the next
/// datagram or time.
struct Outbound {
    Route route;
    std::span<const std::uint8_t> bytes;
};

}  // namespace mpdisc::core
