// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mpdisc/types.h"

namespace mpdisc::sim {

/// The events of a run: as lines for people, and as one hash that tells two runs apart.
class Trace {
   public:
    explicit Trace(bool prints) : prints_(prints) {}

    /// One line: `12.345678 h1 p3 killed`.
    void note(TimeUs now_us, std::string_view who, std::string_view what);
    /// Adds a value to the hash without a printed line.
    void mix(std::uint64_t value);

    [[nodiscard]] bool prints() const { return prints_; }
    void set_prints(bool prints) { prints_ = prints; }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

   private:
    bool prints_;
    std::uint64_t hash_ = 0xCBF2'9CE4'8422'2325U;
};

/// The time in seconds with six decimals.
[[nodiscard]] std::string time_text(TimeUs time_us);

/// A message's type and most important fields: `HEARTBEAT_ACK known`.
[[nodiscard]] std::string message_text(std::string_view bytes);

}  // namespace mpdisc::sim
