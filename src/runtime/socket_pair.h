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

    /// Opens the socket of `family`, or both sockets for Family::any; succeeds if one of them is
    /// open. If `options` names a port, it fails unless both get it, or this host lacks a family.
    /// Otherwise the system chooses the port, but not `avoided_port`. If that port is free for
    /// IPv6, both sockets get it, because clients identify a provider by it. After a failure,
    /// `system_error` says why.
    [[nodiscard]] platform::SocketError open(Family family, std::uint16_t avoided_port,
                                             platform::UdpSocketOptions options,
                                             int& system_error) {
        options.avoided_port = avoided_port;
        // A thousand providers may answer at once. Answers to an absent client stay in the send
        // buffer for seconds.
        options.large_buffers = true;
        const bool is_fixed = options.port != 0;
        SocketError of_v4 = SocketError::unavailable;
        SocketError of_v6 = SocketError::unavailable;
        if (family != Family::ipv6) of_v4 = open_one(v4, Family::ipv4, options);
        if (family != Family::ipv4) {
            of_v6 = is_fixed ? open_one(v6, Family::ipv6, options) : open_v6(v4.port(), options);
        }
        const bool is_enough = !is_fixed || (!is_refusal(of_v4) && !is_refusal(of_v6));
        if (is_enough && (v4.is_open() || v6.is_open())) return SocketError::none;
        const bool is_about_v6 = family != Family::ipv4 && !is_refusal(of_v4);
        system_error = (is_about_v6 ? v6 : v4).last_error();
        return is_about_v6 ? of_v6 : of_v4;
    }

    /// The error number of the last datagram that could not be sent; 0: all were sent.
    [[nodiscard]] int send_error() const {
        return v4.send_error() != 0 ? v4.send_error() : v6.send_error();
    }

    [[nodiscard]] platform::UdpSocket* of(Family family) {
        return family == Family::ipv6 ? &v6 : &v4;
    }

   private:
    using SocketError = platform::SocketError;

    /// Whether the system refused a socket of a family that this host has.
    static bool is_refusal(SocketError error) {
        return error != SocketError::none && error != SocketError::unavailable;
    }
    SocketError open_v6(std::uint16_t port, platform::UdpSocketOptions& options) {
        options.port = port;
        const SocketError error = open_one(v6, Family::ipv6, options);
        if (error == SocketError::none || port == 0) return error;
        options.port = 0;
        return open_one(v6, Family::ipv6, options);
    }
    static SocketError open_one(platform::UdpSocket& socket, Family family,
                                platform::UdpSocketOptions& options) {
        options.family = family;
        return socket.open(options);
    }
};

}  // namespace mpdisc::runtime
