// SPDX-License-Identifier: MIT
#pragma once

#include "mpdisc/address.h"

struct ifaddrs;

namespace mpdisc::platform {

/// This host's own IPv4 addresses, listed once and only where they are asked for.
class LocalAddresses {
   public:
    LocalAddresses() = default;
    ~LocalAddresses();
    LocalAddresses(const LocalAddresses&) = delete;
    LocalAddresses& operator=(const LocalAddresses&) = delete;

    /// From which of them to answer a datagram that was sent to `destination`: from that one if it
    /// is one, else from the one whose network has it for its broadcast address. None where there
    /// is no such, as for 255.255.255.255.
    [[nodiscard]] IpAddress answering(const IpAddress& destination);

   private:
    ifaddrs* first_ = nullptr;
    bool is_listed_ = false;
};

}  // namespace mpdisc::platform
