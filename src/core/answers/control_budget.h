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

/// Limits how many control messages a primary answers: to each port of its host, and to all ports
/// of unregistered programs together. More messages are dropped, which takes little time.
class ControlBudget {
   public:
    /// `hash_key` is secret, so that a program cannot choose a port that shares the meter of
    /// another.
    explicit ControlBudget(std::uint64_t hash_key) : hash_key_(hash_key) {}

    /// False: drop the message. `cost`: how many answers it counts for.
    [[nodiscard]] bool spend(TimeUs now_us, std::uint16_t port, bool is_known, std::uint32_t cost) {
        const std::array<std::uint8_t, 2> bytes = {static_cast<std::uint8_t>(port >> 8),
                                                   static_cast<std::uint8_t>(port)};
        RateMeter& own = ports_[keyed_hash(hash_key_, bytes) % ports_.size()];
        // A message may cost more than is left; the rest is a debt. Otherwise a flood of cheap
        // messages would never leave enough for an expensive one.
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
    /// Several ports may share a meter.
    std::array<RateMeter, limits::control_meters> ports_;
};

}  // namespace mpdisc::core
