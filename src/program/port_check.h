// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "platform/tcp_connection.h"

namespace mpdisc {

using platform::TcpState;

/// The most of them that a program has at a time.
inline constexpr std::size_t port_checks_max = 16;

/// Finds out whether a program of this host listens at a TCP port: at 127.0.0.1, or else at ::1.
/// The program sees at most one connection, which ends at once.
class PortCheck {
   public:
    /// Begins, and tells how it stands.
    [[nodiscard]] TcpState begin(std::uint16_t port) {
        port_ = port;
        is_second_ = false;
        return go_on(connection_.open(Family::ipv4, port));
    }
    /// How it stands now. Only while it was pending.
    [[nodiscard]] TcpState state() { return go_on(connection_.state()); }
    void end() { connection_.close(); }

    /// Ready when state() is to be called.
    [[nodiscard]] PollEntry poll_entry() const { return connection_.poll_entry(); }

   private:
    [[nodiscard]] TcpState go_on(TcpState state) {
        if (state != TcpState::refused || is_second_) return state;
        is_second_ = true;
        return connection_.open(Family::ipv6, port_);
    }

    platform::TcpConnection connection_;
    std::uint16_t port_ = 0;
    bool is_second_ = false;
};

}  // namespace mpdisc
