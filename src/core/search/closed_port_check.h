// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::core {

/// Whether nobody has this host's discovery port: the system has refused each of several requests
/// in a row. One refusal says little, for the next primary may be about to take the port.
class ClosedPortCheck {
   public:
    void note_request() { is_pending_ = true; }
    void note_refusal() {
        // One request may be refused several times, over several paths.
        if (!is_pending_) return;
        is_pending_ = false;
        ++refusals_;
    }
    void note_answer() {
        refusals_ = 0;
        is_pending_ = false;
    }
    [[nodiscard]] bool is_closed() const { return refusals_ >= refusals_needed; }

    static constexpr std::uint32_t refusals_needed = 4;

   private:
    bool is_pending_ = false;
    std::uint32_t refusals_ = 0;
};

}  // namespace mpdisc::core
