// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc::core {

/// Tells whether no program has the discovery port of this host: the system refused several
/// requests in a row. One refusal is not enough, because the next primary may be about to bind the
/// port.
class ClosedPortCheck {
   public:
    void note_request() { is_pending_ = true; }
    void note_refusal() {
        // The system may refuse one request several times, once for each path.
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
