// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/types.h"

/// UDP sockets on loopback, for simulated clients and secondaries.
namespace mpdisc::bench {

/// `address` is in host byte order.
[[nodiscard]] sockaddr_in ipv4(std::uint32_t address, std::uint16_t port);
[[nodiscard]] sockaddr_in loopback(std::uint16_t port);

/// An IPv4 datagram socket, bound to a free port of an address and closed with this object.
class BoundSocket {
   public:
    /// `address` is in host byte order.
    explicit BoundSocket(std::uint32_t address);
    ~BoundSocket();
    BoundSocket(BoundSocket&& other) noexcept : descriptor_(other.descriptor_) {
        other.descriptor_ = -1;
    }
    BoundSocket(const BoundSocket&) = delete;
    BoundSocket& operator=(const BoundSocket&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] std::uint16_t port() const;
    /// Returns the datagram's size; 0 if none comes in time. Cuts off what does not fit.
    [[nodiscard]] std::size_t receive(std::span<std::uint8_t> out, TimeUs timeout_us) const;

   private:
    int descriptor_;
};

class LoopbackSocket : public BoundSocket {
   public:
    LoopbackSocket() : BoundSocket(INADDR_LOOPBACK) {}

    /// From then on it receives datagrams only from that port.
    void connect_to(std::uint16_t port) const;
    void send_to(std::uint16_t port, std::span<const std::uint8_t> bytes) const;
};

}  // namespace mpdisc::bench
