// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"

struct ifaddrs;

namespace mpdisc::platform {

/// The IPv4 addresses of this host. They are listed once, and only if they are needed.
class LocalAddresses {
   public:
    LocalAddresses() = default;
    ~LocalAddresses();
    LocalAddresses(const LocalAddresses&) = delete;
    LocalAddresses& operator=(const LocalAddresses&) = delete;

    /// The address from which to answer a datagram that was sent to `destination`: `destination` if
    /// this host has it, otherwise the address of the network that has it as its broadcast address.
    /// No address if there is none, as for 255.255.255.255.
    [[nodiscard]] IpAddress find_answer_address(const IpAddress& destination);
    /// Whether the system has told the addresses.
    [[nodiscard]] bool are_known() const { return first_ != nullptr; }

   private:
    ifaddrs* first_ = nullptr;
    bool is_listed_ = false;
};

}  // namespace mpdisc::platform
