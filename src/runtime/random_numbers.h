// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/sha256.h"

namespace mpdisc::runtime {

/// Numbers of the kernel's, for identifiers, seeds and secrets. Hosts that are copies of each other
/// may get the same ones, so it mixes in what differs between them: the host's name, the process's
/// number and both clocks. That makes the numbers different, not more secret.
class RandomNumbers {
   public:
    RandomNumbers();

    /// Mixes in the first of the host's addresses as well, which usually differ. It
    /// takes time to list them.
    void mix_in_addresses();
    /// False where the kernel gives none.
    [[nodiscard]] bool fill(std::span<std::uint8_t> out);
    template <std::size_t Count>
    [[nodiscard]] bool fill(std::array<std::uint64_t, Count>& out) {
        return fill({reinterpret_cast<std::uint8_t*>(out.data()), sizeof out});
    }

   private:
    wire::Sha256::Digest host_digest_;
    std::uint8_t blocks_ = 0;
};

}  // namespace mpdisc::runtime
