// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/sha256.h"

namespace mpdisc::runtime {

/// Random numbers from the kernel, for identifiers, seeds and secrets. Hosts that are copies of
/// each other may get the same numbers, so this mixes in what differs between them: the host name,
/// the process id and both clocks. That makes the numbers different, not more secret.
class RandomNumbers {
   public:
    RandomNumbers();

    /// Also mixes in the first addresses of the host, which usually differ. Listing takes time.
    void mix_in_addresses();
    /// False if the kernel has no random numbers to give.
    [[nodiscard]] bool fill(std::span<std::uint8_t> out);
    template <std::size_t Count>
    [[nodiscard]] bool fill(std::array<std::uint64_t, Count>& out) {
        return fill({reinterpret_cast<std::uint8_t*>(out.data()), sizeof out});
    }

   private:
    void mix_in(wire::Bytes bytes);

    /// A hash of all that was mixed in.
    wire::Sha256::Digest digest_{};
};

}  // namespace mpdisc::runtime
