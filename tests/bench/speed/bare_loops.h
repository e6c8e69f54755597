// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

/// The floors: the kernel's cost of the same datagrams without any processing. Each floor is a
/// separate process, like the primary, and receives and sends the same datagrams.
namespace mpdisc::bench {

class BareServer {
   public:
    /// Answers each datagram with `answer_size` bytes, by recvfrom and sendto. Then sends
    /// `notification_size` bytes to each of `ports`, by sendmmsg in the largest possible batches.
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
