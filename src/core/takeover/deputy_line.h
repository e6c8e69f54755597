// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/datagram.h"
#include "mpdisc/address.h"

namespace mpdisc::core {

/// One end of the line between a primary and its deputy: a connected socket, which takes datagrams
/// from one peer only. Any program of the host can fill the discovery port and the control sockets.
/// Then heartbeats of the deputy get lost, or the answers to them. So a deputy also asks by the
/// line before it takes the port over. It sends from its control socket, which is the peer of the
/// primary's end. The primary sends the answer from its end, which is the peer of the deputy's end.
class DeputyLine {
   public:
    /// From now on the line takes datagrams from the socket `peer` only.
    void open(const Endpoint& peer);
    void close() { open({}); }

    /// True if the owner must open the socket anew for that peer alone, or close it if the peer has
    /// no port. The owner then reports the port of the socket by note_port().
    [[nodiscard]] bool take_action(Endpoint& peer);
    [[nodiscard]] bool is_pending() const;
    /// 0: there is no such socket.
    void note_port(std::uint16_t port);

    /// 0: there is no line.
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const Endpoint& peer() const { return peer_; }
    /// Whether the peer sent this datagram by the line. The check of the address is needed: a
    /// datagram that came before the socket was connected may be from any program.
    [[nodiscard]] bool is_from_peer(const Inbound& in) const;

   private:
    Endpoint peer_;
    // Unused in a build without a line.
    [[maybe_unused]] std::uint16_t port_ = 0;
    [[maybe_unused]] bool is_pending_ = false;
};

}  // namespace mpdisc::core
