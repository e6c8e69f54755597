// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/types.h"

/// UDP sockets on loopback, for simulated clients and secondaries.
namespace mpdisc::bench {

[[nodiscard]] sockaddr_in loopback(std::uint16_t port);

/// An IPv4 datagram socket, bound to a free loopback port and closed with this object.
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
    /// From then on it receives datagrams only from that port.
    void connect_to(std::uint16_t port) const;

    void send_to(std::uint16_t port, std::span<const std::uint8_t> bytes) const;
    /// Returns the datagram's size; 0 if none comes in time. Cuts off what does not fit.
    [[nodiscard]] std::size_t receive(std::span<std::uint8_t> out, TimeUs timeout_us) const;

   private:
    int descriptor_;
};

}  // namespace mpdisc::bench
