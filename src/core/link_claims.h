// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// The hosts that no address or route puts on a link, but their broadcasts to all of it do. What
/// they send to this host alone, to complete their lists, is answered as well, for a while.
class LinkClaims {
   public:
    void note(TimeUs now_us, std::uint32_t if_index, const IpAddress& host) {
        claims_[next_] = {host, if_index, now_us + lifetime_us};
        next_ = (next_ + 1) % claims_.size();
    }
    [[nodiscard]] bool has(TimeUs now_us, std::uint32_t if_index, const IpAddress& host) const {
        return std::ranges::any_of(claims_, [&](const Claim& claim) {
            return now_us < claim.until_us && claim.if_index == if_index && claim.host == host;
        });
    }

   private:
    static constexpr TimeUs lifetime_us = 60'000'000;

    struct Claim {
        IpAddress host;
        std::uint32_t if_index = 0;
        TimeUs until_us = 0;
    };
    std::array<Claim, limits::link_claims_max> claims_{};
    std::size_t next_ = 0;
};

}  // namespace mpdisc::core
