// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/kit/datagram.h"
#include "platform/udp_socket.h"
#include "tests/sim/network.h"
#include "tests/sim/socket.h"

namespace mpdisc::sim {

/// A socket for the loops of src/runtime (runtime/machine_io.h).
class NetworkSocket : public Socket {
   public:
    /// The packets of the last receive().
    struct Batch {
        std::vector<Packet> received;

        void release() {}
    };

    NetworkSocket(Program& opened_by, Network& network, core::Channel channel)
        : Socket(opened_by), network_(network), channel_(channel) {}

    [[nodiscard]] std::size_t receive(Batch& batch, std::span<platform::ReceivedDatagram> out);
    [[nodiscard]] bool next_refused(Endpoint& to);
    [[nodiscard]] std::size_t send(std::span<platform::DatagramToSend> datagrams);

   private:
    Network& network_;
    core::Channel channel_;
};

}  // namespace mpdisc::sim
