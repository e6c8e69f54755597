// SPDX-License-Identifier: MIT
#include "core/search/origin_shares.h"

// For builds that give places to those that come first, whoever they are: nobody gives one up.

namespace mpdisc::core {

std::uint32_t OriginShares::number_of(const AnswerOrigin&) {
    return 0;
}

bool OriginShares::reserve(std::uint32_t) {
    return true;
}

void OriginShares::add(std::uint32_t, std::uint32_t) {}

void OriginShares::take_newest(std::uint32_t) {}

std::uint32_t OriginShares::loser_to(const AnswerOrigin&) {
    return none;
}

}  // namespace mpdisc::core
