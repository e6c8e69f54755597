// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/address.h"
#include "platform/udp_socket.h"

namespace mpdisc::runtime {

/// One socket for each address family. One of them may be missing.
struct SocketPair {
    platform::UdpSocket v4;
    platform::UdpSocket v6;

    /// Opens the socket of `family`, or both sockets for Family::any. The system chooses the port,
    /// but not `avoided_port`. If that port is free for IPv6, both sockets get it, because clients
    /// identify a provider by it. False if no socket could be opened; `system_error` then says why.
    [[nodiscard]] bool open(Family family, std::uint16_t avoided_port,
                            platform::UdpSocketOptions options, int& system_error) {
        options.avoided_port = avoided_port;
        // A thousand providers may answer at once. Answers to an absent client stay in the send
        // buffer for seconds.
        options.large_buffers = true;
        const bool has_v4 = family != Family::ipv6 && open_one(v4, Family::ipv4, options);
        const bool has_v6 = family != Family::ipv4 && open_v6(v4.port(), options);
        if (has_v4 || has_v6) return true;
        system_error = family == Family::ipv6 ? v6.last_error() : v4.last_error();
        return false;
    }

    /// The error number of the last datagram that could not be sent; 0: all were sent.
    [[nodiscard]] int send_error() const {
        return v4.send_error() != 0 ? v4.send_error() : v6.send_error();
    }

    [[nodiscard]] platform::UdpSocket* of(Family family) {
        return family == Family::ipv6 ? &v6 : &v4;
    }

   private:
    bool open_v6(std::uint16_t port, platform::UdpSocketOptions& options) {
        options.port = port;
        if (open_one(v6, Family::ipv6, options)) return true;
        options.port = 0;
        return port != 0 && open_one(v6, Family::ipv6, options);
    }
    static bool open_one(platform::UdpSocket& socket, Family family,
                         platform::UdpSocketOptions& options) {
        options.family = family;
        return socket.open(options) == platform::SocketError::none;
    }
};

}  // namespace mpdisc::runtime
