// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "mpdisc/address.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// Tokens by which a client shows that it receives what is sent to its address, so that nobody can
/// make a host send much to somebody else (mpdisc-wire.7, ADDRESS_TOKEN). Nothing is kept for any
/// client: a token is a keyed hash of its address, its port, and the time.
class AddressTokens {
   public:
    /// Of the kernel's random numbers: whoever knows it can make tokens for any address.
    using Secret = std::array<std::uint64_t, 2>;

    explicit AddressTokens(const Secret& secret) : secret_(secret) {}

    /// Never 0, which stands for none. Good for one to two minutes.
    [[nodiscard]] std::uint64_t make(TimeUs now_us, const Endpoint& client) const;
    [[nodiscard]] bool is_valid(TimeUs now_us, const Endpoint& client, std::uint64_t token) const;

   private:
    [[nodiscard]] std::uint64_t of_minute(std::uint64_t minute, const Endpoint& client) const;

    Secret secret_;
};

}  // namespace mpdisc::core
