// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mpdisc::bench {

/// The same datagram for many loopback ports. sendmmsg() sends as many at once as it can.
class BareFanOut {
   public:
    BareFanOut(std::size_t size, const std::vector<std::uint16_t>& ports);
    BareFanOut(const BareFanOut&) = delete;
    BareFanOut& operator=(const BareFanOut&) = delete;

    [[nodiscard]] std::span<std::uint8_t> bytes() { return bytes_; }
    void send(int descriptor);

   private:
    std::vector<sockaddr_in> to_;
    std::vector<mmsghdr> messages_;
    std::vector<std::uint8_t> bytes_;
    iovec part_{};
};

}  // namespace mpdisc::bench
