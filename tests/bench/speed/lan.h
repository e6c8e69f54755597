// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "tests/bench/support/own_network.h"

namespace mpdisc::bench {

/// Two hosts and a cable between them. Each host is a network namespace that ends with this object.
/// The process that makes the object is on the client.
class Lan {
   public:
    static constexpr const char* interface = "lan0";
    static constexpr const char* server_address = "10.77.0.1";
    static constexpr const char* client_address = "10.77.0.2";

    Lan() = default;
    ~Lan();
    Lan(const Lan&) = delete;
    Lan& operator=(const Lan&) = delete;

    /// False if the system refuses.
    [[nodiscard]] bool open();
    /// Moves this process, and programs that it starts from then on, to the server.
    void enter_server() const { enter_network(server_); }
    void enter_client() const { enter_network(client_); }

   private:
    [[nodiscard]] bool connect() const;

    int before_ = -1;
    int client_ = -1;
    int server_ = -1;
};

}  // namespace mpdisc::bench
