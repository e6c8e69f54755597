// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/bench/support/udp.h"

/// The floors: the kernel's cost of the same datagrams without any processing. Each floor consists
/// of separate processes, like the providers, which receive and send the same datagrams.
namespace mpdisc::bench {

/// Stands in for the primary.
class BareServer {
   public:
    /// Answers each datagram with `answer_size` bytes, by recvfrom and sendto. Then sends
    /// `notification_size` bytes to each of `ports`, by sendmmsg in the largest possible batches.
    /// They begin with the client's address, as far as it fits. The server's own address is
    /// `address`, in host byte order.
    BareServer(std::size_t answer_size, std::size_t notification_size,
               const std::vector<std::uint16_t>& ports, std::uint32_t address = INADDR_LOOPBACK);
    ~BareServer();
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;

    [[nodiscard]] pid_t process() const { return process_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }

   private:
    pid_t process_ = 0;
    std::uint16_t port_ = 0;
};

/// Stands in for secondaries. Each process sleeps in poll() on a socket of its own. A notification
/// of a BareServer wakes it, and it sends one datagram to the client from a second socket.
class BareSecondaries {
   public:
    BareSecondaries(std::size_t count, std::size_t answer_size);
    ~BareSecondaries();
    BareSecondaries(const BareSecondaries&) = delete;
    BareSecondaries& operator=(const BareSecondaries&) = delete;

    [[nodiscard]] const std::vector<pid_t>& processes() const { return processes_; }
    [[nodiscard]] const std::vector<std::uint16_t>& ports() const { return ports_; }

   private:
    std::vector<pid_t> processes_;
    std::vector<std::uint16_t> ports_;
};

}  // namespace mpdisc::bench
