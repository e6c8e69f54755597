// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"

namespace mpdisc {

/// A datagram that a client has sent or received.
struct TracedDatagram {
    enum class Fate : std::uint8_t {
        sent,
        /// The system refused to send it.
        not_sent,
        received,
        /// It came, but has no effect, or not all of it has: `reason` says why.
        dropped,
    };

    Fate fate = Fate::sent;
    Counter reason = Counter::drop_malformed;
    /// It was longer than any message may be, and `bytes` is only its beginning.
    bool is_cut = false;
    /// The receiver of a sent datagram, or the sender of a received one.
    Endpoint peer;
    /// By which interface; empty if that is not known.
    std::string_view interface_name;
    /// As on the network, and from anybody. MessageDescription tells what they say.
    std::span<const std::uint8_t> bytes;
};

/// What a client calls for each datagram that it sends or receives. A minimal build calls nothing.
struct DatagramTrace {
    /// It is called from process() and must not use the client. What it gets is valid until it
    /// returns. Null: there is no trace.
    void (*on_datagram)(void* context, const TracedDatagram& datagram) = nullptr;
    void* context = nullptr;
};

}  // namespace mpdisc
