// SPDX-License-Identifier: MIT
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "tests/support/flood/kinds.h"

namespace mpdisc::flood {

/// Sends to one address through one interface, with any source address.
class Sender {
   public:
    static constexpr std::size_t batch_max = 64;

    /// Ends the program on an error. `from_port`: 0 for any. `forges` requires CAP_NET_ADMIN.
    Sender(const std::string& interface, const std::string& to, std::uint16_t port,
           std::uint16_t from_port, bool forges);

    /// Sends at most one batch. Returns the number of datagrams that the system accepted.
    std::size_t send(std::span<const Bytes> datagrams, Source source, Dice& dice);

   private:
    using Address = std::array<std::uint8_t, 16>;

    void set_peer(const std::string& to, std::uint16_t port, unsigned interface_index);
    void bind_port(std::uint16_t port) const;
    void find_network(const std::string& interface);
    [[nodiscard]] Address choose(Source source, Dice& dice) const;
    [[nodiscard]] Address choose_neighbour(Dice& dice) const;
    [[nodiscard]] Address choose_anybody(Dice& dice) const;
    void write_source(msghdr& header, const Address& source) const;
    std::size_t send_all(std::span<mmsghdr> messages) const;

    int socket_ = -1;
    sockaddr_storage peer_{};
    socklen_t peer_size_ = 0;
    /// The victim's address, this host's address in the same family, and the netmask of the latter.
    Address victim_{}, network_{}, mask_{};
    std::size_t address_size_ = 0;
};

}  // namespace mpdisc::flood
