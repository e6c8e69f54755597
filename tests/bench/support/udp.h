// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/types.h"

/// UDP sockets on loopback, for what plays a client or a secondary.
namespace mpdisc::bench {

[[nodiscard]] sockaddr_in loopback(std::uint16_t port);

/// A datagram socket of IPv4, closed with this object. Bound to a loopback port that nobody has.
class LoopbackSocket {
   public:
    LoopbackSocket();
    ~LoopbackSocket();
    LoopbackSocket(LoopbackSocket&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }
    LoopbackSocket(const LoopbackSocket&) = delete;
    LoopbackSocket& operator=(const LoopbackSocket&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::uint16_t port() const;
    /// From then on it takes datagrams from that port alone.
    void connect_to(std::uint16_t port) const;

    void send_to(std::uint16_t port, std::span<const std::uint8_t> bytes) const;
    /// Its size; 0 where none came within that time. What does not fit is cut off.
    [[nodiscard]] std::size_t receive(std::span<std::uint8_t> out, TimeUs timeout_us) const;

   private:
    int descriptor_;
};

}  // namespace mpdisc::bench
