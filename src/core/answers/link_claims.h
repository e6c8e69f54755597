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

/// Hosts that are on a link although no address or route of this host says so. They sent a
/// broadcast to the whole link. Clients complete their lists by unicast requests, so the unicast
/// requests of these hosts are answered for a while, too.
class LinkClaims {
   public:
    /// If the table is full, the new host replaces the one with the oldest broadcast.
    void note(TimeUs now_us, std::uint32_t if_index, const IpAddress& host) {
        const auto is_same = [&](const Claim& claim) {
            return claim.if_index == if_index && claim.host == host;
        };
        auto place = std::ranges::find_if(claims_, is_same);
        if (place == claims_.end()) place = std::ranges::min_element(claims_, {}, &Claim::until_us);
        *place = {host, if_index, now_us + lifetime_us};
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
};

}  // namespace mpdisc::core
