// SPDX-License-Identifier: MIT
#include "core/search/origin_shares.h"

// For builds without shares: the services that come first stay.

namespace mpdisc::core {

std::uint32_t OriginShares::find_or_add_sender(const AnswerOrigin&) {
    return 0;
}

bool OriginShares::reserve(std::uint32_t) {
    return true;
}

void OriginShares::add(std::uint32_t, std::uint32_t) {}

void OriginShares::remove(std::uint32_t) {}

std::uint32_t OriginShares::place_given_up_for(const AnswerOrigin&) {
    return none;
}

}  // namespace mpdisc::core
