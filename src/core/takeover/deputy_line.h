// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/kit/datagram.h"
#include "mpdisc/address.h"

namespace mpdisc::core {

/// One end of a line between a primary and its deputy: a socket that nobody else can fill. Any
/// program of the host can fill the discovery port and the control sockets, and then the deputy's
/// heartbeats are lost, or the answers to them. So before it takes the port over, a deputy also
/// asks by the line. It asks from its control socket, which is the only one that the system lets
/// send to the primary's end; and it is answered at its own end, to which only the primary's end
/// can send.
class DeputyLine {
   public:
    /// From now on the line is to take what that socket sends, and nothing else.
    void open(const Endpoint& peer);
    void close() { open({}); }

    /// Whether the owner is to open the socket anew, for that peer alone, or to close it, where the
    /// peer has no port; then it is to say which port it has got.
    [[nodiscard]] bool take_action(Endpoint& peer);
    [[nodiscard]] bool is_pending() const;
    /// 0: the system has no such socket.
    void note_port(std::uint16_t port);

    /// 0: there is no line.
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const Endpoint& peer() const { return peer_; }
    /// What came before the system knew the peer may be anybody's.
    [[nodiscard]] bool is_from_peer(const Inbound& in) const;

   private:
    Endpoint peer_;
    // A build without a line has no use for these.
    [[maybe_unused]] std::uint16_t port_ = 0;
    [[maybe_unused]] bool is_pending_ = false;
};

}  // namespace mpdisc::core
