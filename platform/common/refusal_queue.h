// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "mpdisc/address.h"

namespace mpdisc::platform {

/// Where datagrams were refused that one socket has sent, and its owner was not told yet; for
/// systems whose own reports are of no use. The oldest first; further ones are lost.
class RefusalQueue {
   public:
    static constexpr std::size_t size_max = 64;

    [[nodiscard]] bool is_empty() const { return count_ == 0; }
    [[nodiscard]] bool is_full() const { return count_ == size_max; }
    /// It MUST NOT be full.
    void push(const Endpoint& to) { to_[count_++] = to; }
    /// False where there is none.
    [[nodiscard]] bool pop(Endpoint& to) {
        if (is_empty()) return false;
        to = to_[0];
        --count_;
        std::copy_n(to_.begin() + 1, count_, to_.begin());
        return true;
    }

   private:
    std::array<Endpoint, size_max> to_{};
    std::size_t count_ = 0;
};

/// Whether that is a socket of this host's, for nobody refuses what goes to a broadcast address.
[[nodiscard]] inline bool can_be_refused(const IpAddress& to) {
    return to.is_loopback() && to != IpAddress::v4(127, 255, 255, 255);
}

}  // namespace mpdisc::platform
