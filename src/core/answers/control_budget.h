// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/answers/answer_budget.h"
#include "core/kit/hash_index.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"

namespace mpdisc::core {

/// How many control messages a primary answers: so many to each port of its host, and so many to
/// all ports together from which nobody has registered. A flood of more is dropped, which costs
/// little.
class ControlBudget {
   public:
    /// `hash_key` is secret, so that nobody can choose with whom to share.
    explicit ControlBudget(std::uint64_t hash_key) : hash_key_(hash_key) {}

    /// False: the message is to be dropped. `cost`: for how many answers it counts.
    [[nodiscard]] bool spend(TimeUs now_us, std::uint16_t port, bool is_known, std::uint32_t cost) {
        const std::array<std::uint8_t, 2> bytes = {static_cast<std::uint8_t>(port >> 8),
                                                   static_cast<std::uint8_t>(port)};
        RateMeter& own = ports_[keyed_hash(hash_key_, bytes) % ports_.size()];
        // What costs more than is left is a debt. Else cheaper messages, which never leave enough
        // for it, would keep it out.
        const bool has_left = own.left(now_us, limits::control_port_rate) != 0 &&
                              (is_known || strangers_.left(now_us, limits::control_rate) != 0);
        if (!has_left) return false;
        own.spend(now_us, limits::control_port_rate, cost);
        if (!is_known) strangers_.spend(now_us, limits::control_rate, cost);
        return true;
    }

   private:
    std::uint64_t hash_key_;
    RateMeter strangers_;
    /// Several ports may share one.
    std::array<RateMeter, limits::control_meters> ports_;
};

}  // namespace mpdisc::core
