// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

/// The floors: what the kernel takes for the same datagrams when nobody looks into them. Each is a
/// process of its own, as the primary is, and gets and sends what the primary would.
namespace mpdisc::bench {

class BareServer {
   public:
    /// Answers each datagram by one of `answer_size` bytes: recvfrom, sendto. To each of `ports` it
    /// then sends one of `notification_size` bytes, by sendmmsg in batches as large as may be.
    BareServer(std::size_t answer_size, std::size_t notification_size,
               const std::vector<std::uint16_t>& ports);
    ~BareServer();
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;

    [[nodiscard]] pid_t process() const { return process_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

   private:
    pid_t process_ = 0;
    std::uint16_t port_ = 0;
};

}  // namespace mpdisc::bench
