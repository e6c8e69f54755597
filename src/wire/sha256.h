// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "mpdisc/keys.h"
#include "wire/reader.h"

namespace mpdisc::wire {

/// SHA-256 (FIPS 180-4). The input may come in parts. It may be a key, so the object wipes its
/// memory at the end.
class Sha256 {
   public:
    static constexpr std::size_t block_size = 64;
    using State = std::array<std::uint32_t, 8>;
    using Digest = std::array<std::uint8_t, 32>;

    Sha256() = default;
    /// Continues from the state that another hash had after `blocks` whole blocks.
    Sha256(const State& state, std::uint64_t blocks)
        : state_(state), length_(blocks * block_size) {}
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    ~Sha256() { wipe_memory(this, sizeof *this); }

    void add(Bytes bytes);
    [[nodiscard]] Digest finish();
    /// The state after all whole blocks so far.
    [[nodiscard]] const State& state() const { return state_; }

   private:
    void process_block();

    State state_ = {0x6A09'E667, 0xBB67'AE85, 0x3C6E'F372, 0xA54F'F53A,
                    0x510E'527F, 0x9B05'688C, 0x1F83'D9AB, 0x5BE0'CD19};
    std::array<std::uint8_t, block_size> block_;
    std::uint64_t length_ = 0;
};

}  // namespace mpdisc::wire
