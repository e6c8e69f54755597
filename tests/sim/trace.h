// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mpdisc/types.h"

namespace mpdisc::sim {

/// What happened, for people to read, and as one number that tells two runs apart.
class Trace {
   public:
    explicit Trace(bool prints) : prints_(prints) {}

    /// One line: `12.345678 h1 p3 killed`.
    void note(TimeUs now_us, std::string_view who, std::string_view what);
    /// Takes part of the number, and is not printed.
    void mix(std::uint64_t value);

    [[nodiscard]] bool prints() const { return prints_; }
    void set_prints(bool prints) { prints_ = prints; }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

   private:
    bool prints_;
    std::uint64_t hash_ = 0xCBF2'9CE4'8422'2325U;
};

/// Seconds with six decimals.
[[nodiscard]] std::string time_text(TimeUs time_us);

/// The type of a message and what matters most of it: `HEARTBEAT_ACK known`.
[[nodiscard]] std::string message_text(std::string_view bytes);

}  // namespace mpdisc::sim
