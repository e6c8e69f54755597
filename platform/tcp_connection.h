// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"
#include "mpdisc/poll_entry.h"

namespace mpdisc::platform {

/// How a connection stands.
enum class TcpState : std::uint8_t {
    pending,
    open,
    refused,
    /// The system has no socket or no free port to give, so it tells nothing of the other end.
    no_socket,
};

/// A connection to a TCP port of this host, made to find out whether a program listens there. It
/// never blocks, and carries no data.
class TcpConnection {
   public:
    TcpConnection() = default;
    ~TcpConnection() { close(); }
    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    /// Begins to connect to this port of the loopback address of this family, and tells how it
    /// stands. `refused` also if the system has no such address. A socket that the system connects
    /// to itself MUST count as refused: that happens if it chooses the very port for the near end.
    [[nodiscard]] TcpState open(Family family, std::uint16_t port);
    /// How it stands now. Only while it was pending.
    [[nodiscard]] TcpState state() const;
    void close();

    /// Ready when the connection is not pending any more.
    [[nodiscard]] PollEntry poll_entry() const { return {handle_, true, true}; }

   private:
    Handle handle_ = -1;
};

}  // namespace mpdisc::platform
