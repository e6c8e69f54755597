// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "wire/reader.h"

/// The Bloom filters of KNOWN_ANSWERS and TYPES (mpdisc-wire.7, FIELDS). No filter here is empty.
namespace mpdisc::wire {

/// The index of the n-th bit of an entry in a filter of `bytes` bytes.
[[nodiscard]] inline std::size_t bloom_place(std::uint64_t hash, std::uint32_t n,
                                             std::size_t bytes) {
    const auto low = static_cast<std::uint32_t>(hash);
    const auto step = static_cast<std::uint32_t>(hash >> 32) | 1U;
    return (low + n * step) % static_cast<std::uint32_t>(bytes * 8);
}

/// Sets the bits of an entry, `hashes` in number.
inline void add_to_bloom(std::span<std::uint8_t> bits, std::uint64_t hash, std::uint32_t hashes) {
    for (std::uint32_t n = 0; n < hashes; ++n) {
        const std::size_t place = bloom_place(hash, n, bits.size());
        bits[place / 8] = static_cast<std::uint8_t>(bits[place / 8] | 1U << place % 8);
    }
}

/// False if the entry was not added. True for each added entry, and by chance for some others.
[[nodiscard]] inline bool bloom_may_contain(Bytes bits, std::uint64_t hash, std::uint32_t hashes) {
    for (std::uint32_t n = 0; n < hashes; ++n) {
        const std::size_t place = bloom_place(hash, n, bits.size());
        if ((bits[place / 8] >> place % 8 & 1) == 0) return false;
    }
    return true;
}

}  // namespace mpdisc::wire
