// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"

namespace mpdisc::fuzz {

/// Checks that a provider sends little to addresses that may be forged. The answers to a request
/// may take at most a fixed multiple of its size, or the size of the smallest answer (mpdisc.7,
/// SECURITY CONSIDERATIONS).
class Amplification {
   public:
    void note_request(const Endpoint& client, std::size_t size) {
        account_of(client).allowed +=
            std::max(size * limits::stranger_amplification_max, limits::advertisement_overhead_max);
    }
    /// The client has proved its address, or another program vouches for it.
    void trust(const Endpoint& client) { account_of(client).is_trusted = true; }
    void note_answer(const Endpoint& client, std::size_t size) {
        Account& account = account_of(client);
        account.sent += size;
        if (account.is_trusted) return;
        EXPECT_LE(account.sent, account.allowed) << to_text(client.address).view();
    }

   private:
    struct Account {
        bool is_trusted = false;
        std::uint64_t allowed = 0;
        std::uint64_t sent = 0;
    };
    Account& account_of(const Endpoint& client) { return accounts_[client.address.bytes]; }

    std::map<std::array<std::uint8_t, 16>, Account> accounts_;
};

}  // namespace mpdisc::fuzz
