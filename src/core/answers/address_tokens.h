// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "mpdisc/address.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// Tokens for address validation (mpdisc-wire.7, ADDRESS_TOKEN). A client that returns its token
/// receives what is sent to its address. So a forged source address cannot make this host send much
/// to another host. A token is a keyed hash of the address, the port and the time, so nothing is
/// stored for a client.
class AddressTokens {
   public:
    /// Random numbers of the kernel. A program that knows them can make tokens for any address.
    using Secret = std::array<std::uint64_t, 2>;

    explicit AddressTokens(const Secret& secret) : secret_(secret) {}

    /// Never 0, which means "no token". Valid for one to two minutes.
    [[nodiscard]] std::uint64_t make(TimeUs now_us, const Endpoint& client) const;
    [[nodiscard]] bool is_valid(TimeUs now_us, const Endpoint& client, std::uint64_t token) const;

   private:
    [[nodiscard]] std::uint64_t of_minute(std::uint64_t minute, const Endpoint& client) const;

    Secret secret_;
};

}  // namespace mpdisc::core
